package org.lookalike.bench.embed;

import ai.onnxruntime.OrtException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lookalike.bench.ceiling.InferenceCeiling;
import org.lookalike.bench.ceiling.InferenceShape;
import org.lookalike.bench.embed.SystemsUnderTest.SystemUnderTest;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;
import org.lookalike.bench.worker.StoredSet;
import org.lookalike.bench.worker.WorkerBroker.Run;
import org.lookalike.encoding.EncoderBatch;

/**
 * Measures in rounds: inference alone, decoding alone, the embedder, the Python worker, then all over again, so that a
 * change of the machine's other load meets all of them. Workers are warmed up with every image before the first round
 * and stay up, idle, while others are measured.
 */
final class EmbedBenchmark {
    private static final Duration CEILING_TIME = Duration.ofSeconds(2);
    private static final Duration QUICK_TIME = Duration.ofMillis(500);

    private final EmbedPlan plan;

    EmbedBenchmark(EmbedPlan plan) {
        this.plan = plan;
    }

    EmbedResult run() throws Exception {
        try (SystemsUnderTest systems = new SystemsUnderTest(plan)) {
            List<SetResult> results = new ArrayList<>();
            for (ImageSet set : plan.sets()) {
                results.add(measure(set, systems));
            }
            return new EmbedResult(
                    Machine.here(),
                    "%s (%s)"
                            .formatted(
                                    systems.encoder.description().name(),
                                    systems.encoder.description().id()),
                    plan.device().name().toLowerCase(java.util.Locale.ROOT),
                    plan.threads(),
                    plan.settings(),
                    Versions.read(plan),
                    results);
        }
    }

    private SetResult measure(ImageSet set, SystemsUnderTest systems) throws OrtException, InterruptedException {
        StoredSet stored = new StoredSet(set, systems.store);
        EncoderBatch tensors = tensors(set, systems);
        plan.progress()
                .accept("warming up with %d %s pictures".formatted(set.images().size(), set.name()));
        Optional<MedianAndRange> agreement = warmUp(stored, systems);
        List<Round> rounds = new ArrayList<>();
        for (int number = 1; number <= plan.rounds(); number++) {
            Round round = round("%s-%d".formatted(set.name(), number), stored, tensors, systems);
            rounds.add(round);
            plan.progress()
                    .accept("%s, round %d of %d: ceiling %.1f, ours %.1f%s pictures/s, load %.1f"
                            .formatted(
                                    set.name(),
                                    number,
                                    plan.rounds(),
                                    round.ceiling(plan.pipeline()),
                                    round.ours().rate(),
                                    round.peer()
                                            .map(peer -> ", Python %.1f".formatted(peer.rate()))
                                            .orElse(""),
                                    round.load()));
        }
        return new SetResult(set, plan.pipeline(), rounds, agreement);
    }

    private Round round(String name, StoredSet stored, EncoderBatch tensors, SystemsUnderTest systems)
            throws OrtException, InterruptedException {
        double load = Machine.load();
        Duration time = plan.quick() ? QUICK_TIME : CEILING_TIME;
        Map<InferenceShape, Double> inference = new LinkedHashMap<>();
        for (Map.Entry<InferenceShape, InferenceCeiling> ceiling : systems.inference.entrySet()) {
            InferenceShape shape = ceiling.getKey();
            inference.put(shape, ceiling.getValue().measure(tensors, shape.batch(), time));
        }
        double decode = systems.decode.measure(stored.set().images(), time);
        Run ours = run(name, stored, systems.ours);
        Optional<Run> peer = systems.peer.map(system -> run(name, stored, system));
        return new Round(load, inference, decode, ours, peer);
    }

    private static Run run(String name, StoredSet stored, SystemUnderTest system) {
        return system.broker().run(stored.events(name), system.worker(), record -> {});
    }

    /** Fills a batch with the first images, over and over where there are fewer. */
    private EncoderBatch tensors(ImageSet set, SystemsUnderTest systems) {
        int size = Collections.max(plan.batches());
        EncoderBatch batch =
                new EncoderBatch(size, systems.encoder.description().preprocessing());
        List<BenchImage> images = set.images();
        for (int slot = 0; slot < size; slot++) {
            systems.decode.prepare(images.get(slot % images.size()), batch, slot);
        }
        return batch;
    }

    /**
     * Every worker embeds every image, several times over: code of the JVMs, the broker's among it, is compiled for
     * tens of seconds. A worker that does less than the other is detected here.
     */
    private Optional<MedianAndRange> warmUp(StoredSet stored, SystemsUnderTest systems) throws InterruptedException {
        String name = stored.set().name() + "-warm-up-";
        systems.decode.measure(stored.set().images(), Duration.ZERO);
        for (int i = 1; i < plan.warmUps(); i++) {
            run(name + i, stored, systems.ours);
            if (systems.peer.isPresent()) {
                run(name + i, stored, systems.peer.get());
            }
        }
        WorkerFeatures ours = new WorkerFeatures(systems.ours);
        systems.ours.broker().run(stored.events(name + "0"), systems.ours.worker(), ours);
        return systems.peer.map(peer -> {
            WorkerFeatures theirs = new WorkerFeatures(peer);
            peer.broker().run(stored.events(name + "0"), peer.worker(), theirs);
            return ours.agreementWith(theirs);
        });
    }
}
