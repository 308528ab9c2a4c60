package org.lookalike.lab.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.lookalike.cli.output.Json;

/** An evaluation as one self-contained page that loads nothing from elsewhere: tables and plots. */
final class HtmlPage {
    private HtmlPage() {}

    /** Writes the page. */
    static void write(Path file, EvaluationReport report, PlotData plots) {
        String json = Json.oneLine(Map.of("report", report, "plots", plots))
                // Names of files and classes must not end the script that holds them.
                .replace("<", "\\u003c");
        String page = resource("page.html")
                .replace("/*STYLE*/", resource("page.css"))
                .replace("/*PLOTS*/", resource("plots.js"))
                .replace("/*PAGE*/", resource("page.js"))
                .replace("/*DATA*/", json);
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException("the page cannot be written to " + file, e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource %s is not there".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource %s cannot be read".formatted(name), e);
        }
    }
}
