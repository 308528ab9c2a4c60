package org.lookalike.bench.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;

/**
 * Resident memory over a long run.
 *
 * @param samples in the order of time; at least four
 */
record SoakResult(Machine machine, List<Sample> samples) {
    private static final double MEBIBYTE = 1 << 20;
    private static final int WIDTH = 760;
    private static final int HEIGHT = 300;
    private static final int MARGIN = 56;

    /**
     * One sample.
     *
     * @param images embedded so far
     * @param seconds since the start
     * @param residentBytes the embedder's resident memory
     */
    record Sample(long images, double seconds, long residentBytes) {}

    SoakResult {
        samples = List.copyOf(samples);
        if (samples.size() < 4) {
            throw new IllegalArgumentException("a soak of %d samples shows nothing".formatted(samples.size()));
        }
    }

    /** The median of the last quarter over that of the second: 1 is flat. The first quarter is left to warm up in. */
    double growth() {
        int quarter = samples.size() / 4;
        return median(samples.subList(samples.size() - quarter, samples.size()))
                / median(samples.subList(quarter, 2 * quarter));
    }

    private static double median(List<Sample> samples) {
        return MedianAndRange.of(samples.stream()
                        .map(sample -> (double) sample.residentBytes())
                        .toList())
                .median();
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        append(table, "%s, %d cores%n%n%10s %8s %8s%n", machine.processor(), machine.cores(), "pictures", "s", "MiB");
        int step = Math.max(1, samples.size() / 10);
        for (int i = step - 1; i < samples.size(); i += step) {
            Sample sample = samples.get(i);
            append(table, "%10d %8.0f %8.0f%n", sample.images(), sample.seconds(), sample.residentBytes() / MEBIBYTE);
        }
        append(table, "%nlast quarter over second quarter: %.3f%n", growth());
        return table.toString();
    }

    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("processor", machine.processor());
        json.put("cores", machine.cores());
        json.put("pictures", last().images());
        json.put("growth", growth());
        ArrayNode all = json.putArray("samples");
        for (Sample sample : samples) {
            all.addObject()
                    .put("pictures", sample.images())
                    .put("seconds", sample.seconds())
                    .put("resident_bytes", sample.residentBytes());
        }
        return json.toPrettyString() + "\n";
    }

    /** An SVG document: memory over images, from zero. */
    String plot() {
        long max = samples.stream().mapToLong(Sample::residentBytes).max().orElseThrow();
        StringBuilder line = new StringBuilder();
        for (Sample sample : samples) {
            append(
                    line,
                    "%s%.1f %.1f",
                    line.isEmpty() ? "M" : "L",
                    MARGIN + (WIDTH - 2.0 * MARGIN) * sample.images() / last().images(),
                    HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * sample.residentBytes() / max);
        }
        StringBuilder svg = new StringBuilder();
        append(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                WIDTH,
                HEIGHT);
        append(svg, "<path d=\"%s\" stroke=\"#1f6feb\" stroke-width=\"2\" fill=\"none\"/>%n", line);
        append(
                svg,
                "<path d=\"M%d %dV%dH%d\" stroke=\"#24292f\" fill=\"none\"/>%n",
                MARGIN,
                MARGIN,
                HEIGHT - MARGIN,
                WIDTH - MARGIN);
        text(svg, MARGIN, MARGIN - 12, "start", "%.0f MiB resident, the embedder".formatted(max / MEBIBYTE));
        text(svg, MARGIN, HEIGHT - MARGIN + 22, "start", "0");
        text(svg, WIDTH - MARGIN, HEIGHT - MARGIN + 22, "end", "%,d pictures".formatted(last().images()));
        append(svg, "</svg>%n");
        return svg.toString();
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        append(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
    }

    private static void append(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
