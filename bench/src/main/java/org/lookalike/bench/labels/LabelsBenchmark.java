package org.lookalike.bench.labels;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.bench.measure.Machine;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;

/**
 * Encodes the sets and runs every trial on them.
 *
 * @param encoder its folder
 * @param halves of the classes at most, for each set
 * @param seeds audit samples
 * @param sampleSize members audited in each cluster
 * @param confidence of the bounds
 * @param progress is told what is being done
 */
record LabelsBenchmark(
        Path encoder, int halves, int seeds, int sampleSize, double confidence, Consumer<String> progress) {
    private static final int DIMENSIONS = 256;
    private static final int FEW = 10;
    private static final double[] RATES = {0.05, 0.1};
    private static final int[] CLUSTERS_PER_CLASS = {2, 4, 8};
    /** Where the labels are those of a kind, so that clusters are expected to follow them. */
    private static final List<String> CLUSTERED = List.of("demo", "material");

    LabelsResult run(List<LabelledSet> sets) {
        List<EncodedSet> encoded = new ArrayList<>();
        String name;
        OnnxOptions options =
                OnnxOptions.cpu().withParallelInferences(Runtime.getRuntime().availableProcessors());
        try (OnnxEncoder opened = OnnxEncoder.open(encoder, options)) {
            name = "%s (%s)".formatted(opened.description().name(), opened.id());
            SetEncoder encoding = new SetEncoder(opened);
            for (LabelledSet set : sets) {
                progress.accept("encoding %d pictures: %s".formatted(set.all().size(), set.name()));
                encoded.add(encoding.encode(set));
            }
        }
        return trials(name, encoded);
    }

    private LabelsResult trials(String name, List<EncodedSet> encoded) {
        List<LabelsResult.Recall> recalls = new ArrayList<>();
        List<LabelsResult.OpenSet> openSets = new ArrayList<>();
        List<LabelsResult.Clusters> clusters = new ArrayList<>();
        for (EncodedSet set : encoded) {
            EncodedSet inOwn = set.inOwnPrincipalComponents(DIMENSIONS);
            for (EncodedSet inSpace : List.of(set, set.inPrincipalComponents(DIMENSIONS), inOwn)) {
                progress.accept("recognising %s in %s".formatted(set.name(), inSpace.space()));
                openSets.addAll(halves(inSpace, FEW, false));
                openSets.addAll(halves(inSpace, Integer.MAX_VALUE, false));
                openSets.addAll(halves(inSpace, Integer.MAX_VALUE, true));
                if (set.hasPairs()) {
                    recalls.add(new LabelsResult.Recall(
                            set.name(), inSpace.space(), set.names().size() / 2, PairTrial.recall(inSpace)));
                    openSets.addAll(halves(PairTrial.identities(inSpace), 1, false));
                }
            }
            if (CLUSTERED.contains(set.name())) {
                progress.accept("labelling clusters of " + set.name());
                clusters.addAll(clusters(inOwn));
            }
        }
        return new LabelsResult(Machine.here(), name, recalls, openSets, clusters, sampleSize, confidence);
    }

    private List<LabelsResult.OpenSet> halves(EncodedSet set, int each, boolean strangers) {
        List<LabelsResult.OpenSet> results = new ArrayList<>();
        for (double rate : RATES) {
            results.add(new LabelsResult.OpenSet(
                    set.name(),
                    set.space(),
                    each,
                    strangers,
                    rate,
                    new OpenSetTrial(set, each, strangers, rate).run(halves)));
        }
        return results;
    }

    private List<LabelsResult.Clusters> clusters(EncodedSet set) {
        ClusterTrial trial = new ClusterTrial(set, sampleSize, confidence);
        List<LabelsResult.Clusters> results = new ArrayList<>();
        results.add(new LabelsResult.Clusters(set.name(), true, trial.ofKnee(seeds)));
        for (int perClass : CLUSTERS_PER_CLASS) {
            results.add(new LabelsResult.Clusters(
                    set.name(), false, trial.of(perClass * set.classes().size(), seeds)));
        }
        return results;
    }
}
