package org.lookalike.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lookalike.bench.embed.EmbedResult;
import org.lookalike.bench.embed.SetResult;
import org.lookalike.bench.measure.MedianAndRange;

/** The results as a plot: one bar for each figure, with a whisker from the worst round to the best. */
public final class EmbedPlot {
    private static final int WIDTH = 760;
    private static final int LEFT = 210;
    private static final int BARS = 420;
    private static final int BAR = 22;
    private static final int STEP = 32;
    private static final int HEAD = 44;

    private EmbedPlot() {}

    private record Bar(String name, MedianAndRange rate, String colour) {}

    /** An SVG document. */
    public static String of(EmbedResult result) {
        StringBuilder body = new StringBuilder();
        int y = 34;
        for (SetResult set : result.sets()) {
            List<Bar> bars = bars(set);
            text(body, 16, y, "start", "600", "%s: %s".formatted(set.set().name(), title(set)));
            double widest =
                    bars.stream().mapToDouble(bar -> bar.rate().max()).max().orElseThrow();
            y += 16;
            for (Bar bar : bars) {
                draw(body, bar, y, BARS / widest);
                y += STEP;
            }
            y += HEAD;
        }
        text(
                body,
                16,
                y - 8,
                "start",
                "400",
                "pictures per second, median and range of the rounds; %s, %d cores, %s"
                        .formatted(
                                result.machine().processor(), result.machine().cores(), result.device()));
        return format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                                + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                        WIDTH, y + 8)
                + body
                + format("</svg>%n");
    }

    private static String title(SetResult set) {
        String title = format("%.2f of the ceiling", set.ceilingRatio().median());
        return set.peerRatio()
                .map(ratio -> title + format(", %.2f times the Python worker", ratio.median()))
                .orElse(title);
    }

    private static List<Bar> bars(SetResult set) {
        List<Bar> bars = new ArrayList<>();
        bars.add(new Bar("inference alone", set.bestInference(), "#c3c9d2"));
        bars.add(new Bar("decode and preprocess alone", set.decode(), "#c3c9d2"));
        bars.add(new Bar("ceiling of the pipeline", set.ceiling(), "#7b8494"));
        bars.add(new Bar("embedder", set.ours(), "#1f6feb"));
        set.peer().ifPresent(rate -> bars.add(new Bar("Python worker", rate, "#d9822b")));
        return bars;
    }

    private static void draw(StringBuilder body, Bar bar, int y, double scale) {
        MedianAndRange rate = bar.rate();
        int middle = y + BAR / 2;
        text(body, LEFT - 10, middle + 5, "end", "400", bar.name());
        body.append(format(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT, y, rate.median() * scale, BAR, bar.colour()));
        body.append(format(
                "<path d=\"M%.1f %dH%.1fM%.1f %dv8M%.1f %dv8\" stroke=\"#24292f\" fill=\"none\"/>%n",
                LEFT + rate.min() * scale,
                middle,
                LEFT + rate.max() * scale,
                LEFT + rate.min() * scale,
                middle - 4,
                LEFT + rate.max() * scale,
                middle - 4));
        text(body, (int) (LEFT + rate.max() * scale) + 10, middle + 5, "start", "400", format("%.1f", rate.median()));
    }

    private static void text(StringBuilder body, int x, int y, String anchor, String weight, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        body.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>%n",
                x, y, anchor, weight, escaped));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
