package org.lookalike.bench.report;

import java.util.Locale;
import org.lookalike.bench.embed.EmbedResult;
import org.lookalike.bench.embed.SetResult;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;

/** The results for a terminal. */
public final class EmbedTable {
    private static final String LINE = "  %-44s %9s   %s%n";

    private EmbedTable() {}

    /** Several lines, the last one ended. */
    public static String of(EmbedResult result) {
        StringBuilder text = new StringBuilder();
        Machine machine = result.machine();
        line(
                text,
                "%n%s, %d cores, %s, Java %s%n",
                machine.processor(),
                machine.cores(),
                machine.system(),
                machine.java());
        line(text, "encoder %s on %s, %d threads%n", result.encoder(), result.device(), result.threads());
        if (!result.settings().isEmpty()) {
            line(text, "settings %s%n", result.settings());
        }
        line(text, "%s%n", result.versions());
        result.sets().forEach(set -> append(text, set));
        return text.toString();
    }

    private static void append(StringBuilder text, SetResult result) {
        line(
                text,
                "%n%s: %d pictures of %.0f kB on average (%s), %d events a round, %d rounds; load %s%n",
                result.set().name(),
                result.set().images().size(),
                result.set().meanBytes() / 1_000,
                result.set().origin(),
                result.set().events(),
                result.rounds().size(),
                spread(result.load(), 1));
        line(text, LINE, "pictures per second", "median", "min to max");
        result.inference().forEach((shape, rate) -> row(text, "inference alone, " + shape, rate, 1));
        row(text, "decode and preprocess alone", result.decode(), 1);
        row(text, "ceiling of the pipeline", result.ceiling(), 1);
        row(text, "embedder", result.ours(), 1);
        result.peer().ifPresent(rate -> row(text, "Python worker", rate, 1));
        row(text, "embedder / ceiling", result.ceilingRatio(), 3);
        result.peerRatio().ifPresent(ratio -> row(text, "embedder / Python worker", ratio, 3));
        result.peerCeilingRatio().ifPresent(ratio -> row(text, "Python worker / ceiling", ratio, 3));
        row(text, "core-ms per picture, embedder", inMilliseconds(result.oursCpu()), 2);
        result.peerCpu().ifPresent(cpu -> row(text, "core-ms per picture, Python worker", inMilliseconds(cpu), 2));
        row(text, "core-ms per picture, broker and bench", inMilliseconds(result.brokerCpu()), 2);
        row(text, "cores that others used meanwhile", result.otherCores(), 2);
        result.agreement().ifPresent(cosine -> row(text, "cosine of the two workers' features", cosine, 4));
    }

    private static MedianAndRange inMilliseconds(MedianAndRange seconds) {
        return new MedianAndRange(seconds.median() * 1e3, seconds.min() * 1e3, seconds.max() * 1e3, seconds.count());
    }

    private static void row(StringBuilder text, String name, MedianAndRange spread, int digits) {
        String number = "%." + digits + "f";
        line(
                text,
                LINE,
                name,
                String.format(Locale.ROOT, number, spread.median()),
                String.format(Locale.ROOT, number + " to " + number, spread.min(), spread.max()));
    }

    private static String spread(MedianAndRange spread, int digits) {
        String number = "%." + digits + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + " to " + number + ")",
                spread.median(),
                spread.min(),
                spread.max());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
