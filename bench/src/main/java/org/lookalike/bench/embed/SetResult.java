package org.lookalike.bench.embed;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.lookalike.bench.ceiling.InferenceShape;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.measure.MedianAndRange;
import org.lookalike.bench.measure.PipelineCeiling;
import org.lookalike.bench.worker.WorkerBroker.Run;

/**
 * The rounds on one set of images. Ratios are taken within each round, whose parts lie seconds apart, and only then
 * summed up: a neighbour who comes and goes moves both sides of a ratio.
 *
 * @param set the images
 * @param pipeline how the ceiling follows from its parts
 * @param rounds at least one
 * @param agreement cosine of the embedder's and the Python worker's features of the same images, if it took part
 */
public record SetResult(
        ImageSet set, PipelineCeiling pipeline, List<Round> rounds, Optional<MedianAndRange> agreement) {
    public SetResult {
        rounds = List.copyOf(rounds);
    }

    /** Images per second of inference alone, by shape. */
    public SortedMap<InferenceShape, MedianAndRange> inference() {
        SortedMap<InferenceShape, MedianAndRange> spreads = new TreeMap<>();
        for (InferenceShape shape : rounds.get(0).inference().keySet()) {
            spreads.put(shape, spread(round -> round.inference().getOrDefault(shape, Double.NaN)));
        }
        return spreads;
    }

    /** Images per second of inference alone, with the best shape of each round. */
    public MedianAndRange bestInference() {
        return spread(Round::bestInference);
    }

    /** Images per second of decoding and preprocessing alone. */
    public MedianAndRange decode() {
        return spread(Round::decode);
    }

    /** Images per second of the pipeline's ceiling. */
    public MedianAndRange ceiling() {
        return spread(round -> round.ceiling(pipeline));
    }

    /** Images per second of the embedder. */
    public MedianAndRange ours() {
        return spread(round -> round.ours().rate());
    }

    /** Images per second of the Python worker. */
    public Optional<MedianAndRange> peer() {
        return peerSpread(round -> peer(round).rate());
    }

    /** The embedder over the pipeline's ceiling. */
    public MedianAndRange ceilingRatio() {
        return spread(round -> round.ours().rate() / round.ceiling(pipeline));
    }

    /** The embedder over the Python worker. */
    public Optional<MedianAndRange> peerRatio() {
        return peerSpread(round -> round.ours().rate() / peer(round).rate());
    }

    /** The Python worker over the pipeline's ceiling. */
    public Optional<MedianAndRange> peerCeilingRatio() {
        return peerSpread(round -> peer(round).rate() / round.ceiling(pipeline));
    }

    /** The machine's load average before each round. */
    public MedianAndRange load() {
        return spread(Round::load);
    }

    /** Processor seconds of the embedder's process for each image. */
    public MedianAndRange oursCpu() {
        return spread(round -> perImage(round.ours(), round.ours().cpu().worker()));
    }

    /** Processor seconds of the Python worker's process for each image. */
    public Optional<MedianAndRange> peerCpu() {
        return peerSpread(round -> perImage(peer(round), peer(round).cpu().worker()));
    }

    /** Processor seconds of the bench with its broker for each image of the embedder. */
    public MedianAndRange brokerCpu() {
        return spread(round -> perImage(round.ours(), round.ours().cpu().bench()));
    }

    /** Cores that neither the embedder nor the bench had while the embedder worked. */
    public MedianAndRange otherCores() {
        return spread(round -> round.ours().cpu().others() / round.ours().seconds());
    }

    private static double perImage(Run run, double seconds) {
        return seconds / run.images();
    }

    private static Run peer(Round round) {
        return round.peer().orElseThrow();
    }

    private MedianAndRange spread(ToDoubleFunction<Round> figure) {
        return MedianAndRange.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private Optional<MedianAndRange> peerSpread(ToDoubleFunction<Round> figure) {
        return rounds.stream().allMatch(round -> round.peer().isPresent())
                ? Optional.of(spread(figure))
                : Optional.empty();
    }
}
