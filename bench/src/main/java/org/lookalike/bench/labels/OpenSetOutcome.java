package org.lookalike.bench.labels;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.lookalike.bench.measure.MedianAndRange;

/**
 * Means over the halves of the classes, shares 0 to 1.
 *
 * @param splits how many halves there were
 * @param area under the receiver operating characteristic
 * @param right images of enrolled classes whose best class is theirs
 * @param falseMatches strangers that match
 * @param falseMatchSpread the same, half by half
 * @param missed images of enrolled classes that do not match
 * @param mistaken images of enrolled classes that match another one
 * @param wronglyNovel images of enrolled classes called novel
 * @param rightlyNovel strangers called novel
 */
record OpenSetOutcome(
        int splits,
        double area,
        double right,
        double falseMatches,
        MedianAndRange falseMatchSpread,
        double missed,
        double mistaken,
        double wronglyNovel,
        double rightlyNovel) {
    /** One half's. */
    record Split(
            double area,
            double right,
            double falseMatches,
            double missed,
            double mistaken,
            double wronglyNovel,
            double rightlyNovel) {}

    static OpenSetOutcome of(List<Split> splits) {
        return new OpenSetOutcome(
                splits.size(),
                mean(splits, Split::area),
                mean(splits, Split::right),
                mean(splits, Split::falseMatches),
                MedianAndRange.of(splits.stream().map(Split::falseMatches).toList()),
                mean(splits, Split::missed),
                mean(splits, Split::mistaken),
                mean(splits, Split::wronglyNovel),
                mean(splits, Split::rightlyNovel));
    }

    private static double mean(List<Split> splits, ToDoubleFunction<Split> figure) {
        return splits.stream().mapToDouble(figure).average().orElseThrow();
    }
}
