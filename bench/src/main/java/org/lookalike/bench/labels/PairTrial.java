package org.lookalike.bench.labels;

import java.util.List;
import java.util.stream.IntStream;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.recognition.Gallery;
import org.lookalike.latent.recognition.Recogniser;
import org.lookalike.latent.recognition.RecognitionOptions;

/** One image per identity: templates are enrolled, tests are asked about. */
final class PairTrial {
    private PairTrial() {}

    /** The share of tests whose best class is theirs, with all templates enrolled. */
    static double recall(EncodedSet set) {
        int[] templates = places(set, true);
        int[] tests = places(set, false);
        List<String> identities = pairs(set);
        Recogniser recogniser = Recogniser.calibrate(
                Gallery.of(
                        set.vectors().select(templates),
                        IntStream.of(templates).mapToObj(identities::get).toList()),
                RecognitionOptions.defaults());
        return (double) IntStream.of(tests)
                        .filter(test -> recogniser
                                .recognise(set.vectors().row(test))
                                .label()
                                .equals(identities.get(test)))
                        .count()
                / tests.length;
    }

    /** The same images as a set whose gallery are the templates and whose classes are the identities. */
    static EncodedSet identities(EncodedSet set) {
        int[] order = IntStream.concat(IntStream.of(places(set, true)), IntStream.of(places(set, false)))
                .toArray();
        List<String> identities = pairs(set);
        Rows vectors = set.vectors().select(order);
        return new EncodedSet(
                set.name() + " identities",
                set.space(),
                IntStream.of(order).mapToObj(set.names()::get).toList(),
                IntStream.of(order).mapToObj(identities::get).toList(),
                vectors,
                places(set, true).length);
    }

    private static List<String> pairs(EncodedSet set) {
        return set.names().stream().map(EncodedSet::pair).toList();
    }

    private static int[] places(EncodedSet set, boolean template) {
        return IntStream.range(0, set.names().size())
                .filter(place -> EncodedSet.isTemplate(set.names().get(place)) == template)
                .toArray();
    }
}
