package org.lookalike.cli.search;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.lookalike.client.SearchResult;

/** How hits and verdicts are printed. */
public final class HitFormat {
    private static final String FILE = "file";

    private HitFormat() {}

    /** One hit: score, id, place, and what else is known of it. */
    public static String line(SearchResult.Hit hit) {
        StringBuilder line = new StringBuilder(format("%.4f  %s  %s", hit.score(), hit.imageId(), hit.uri()));
        if (hit.label() != null) {
            line.append("  [%s%s]".formatted(hit.label(), hit.labelBasis().equals("CLUSTER") ? ", its cluster" : ""));
        }
        if (!hit.cluster().isEmpty()) {
            line.append(format("  cluster %s at %.4f", hit.cluster(), hit.clusterDistance()));
        }
        if (hit.rotation() != 0) {
            line.append(format("  turned by %d°", hit.rotation()));
        }
        if (!hit.duplicates().isEmpty()) {
            line.append("  and %d more of the burst: %s"
                    .formatted(hit.duplicates().size(), String.join(", ", hit.duplicates())));
        }
        return line.toString();
    }

    /** A verdict in one line. */
    public static String line(SearchResult.Verdict verdict) {
        StringBuilder line = new StringBuilder(verdict.kind());
        if (verdict.label() != null) {
            line.append(format("  %s %.4f", verdict.label(), verdict.score()));
        }
        if (verdict.runnerUp() != null && verdict.runnerUpScore() != null) {
            line.append(format(", then %s %.4f", verdict.runnerUp(), verdict.runnerUpScore()));
        }
        return line.append(": ").append(verdict.reason()).toString();
    }

    /** Where an image can be opened: as a path where it lies in a folder, else as the image store's URI. */
    public static String place(SearchResult.Hit hit) {
        URI uri = URI.create(hit.uri());
        return FILE.equals(uri.getScheme()) ? Path.of(uri).toString() : hit.uri();
    }

    /** Numbers are printed alike in every locale. */
    public static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
