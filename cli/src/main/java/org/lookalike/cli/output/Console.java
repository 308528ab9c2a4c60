package org.lookalike.cli.output;

import org.lookalike.cli.system.SystemOptions;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.standalone.demo.RunSummary;
import org.lookalike.cli.system.Addresses;

/** What the commands print: results on standard output, everything on the way to them on standard error. */
public final class Console {
    private Console() {}

    /** A line of the result. */
    static void line(String text) {
        System.out.println(text);
    }

    /** What is being done right now. */
    static void step(String what) {
        System.err.println("· " + what);
    }

    /** Asks for a line of input. */
    static void prompt(String question) {
        System.err.print(question);
        System.err.flush();
    }

    /** A progress bar; it writes its line over only where the start script saw a terminal. */
    static ProgressBar progressBar() {
        return new ProgressBar(System.err, Boolean.getBoolean("lookalike.terminal"), InstantSource.system());
    }

    /** The same with another word for what is done. */
    static ProgressBar progressBar(String done) {
        return new ProgressBar(System.err, Boolean.getBoolean("lookalike.terminal"), InstantSource.system(), done);
    }

    /** What went wrong, as one sentence. */
    static void problem(String what) {
        System.err.println("lookalike: " + what);
    }

    /** The ranked answers of one search, each with its class where that is known. */
    static void search(RunSummary.Search search, Map<String, String> labels) {
        line("");
        line("What looks like %s? (%.0f ms)".formatted(named(search.query(), labels), search.latencyMs()));
        int rank = 1;
        for (RunSummary.Hit hit : search.hits()) {
            line("  %2d  %.4f  %s  %s".formatted(rank++, hit.score(), named(hit.imageId(), labels), hit.uri()));
        }
        if (search.hits().isEmpty()) {
            line("  nothing");
        }
    }

    private static String named(String imageId, Map<String, String> labels) {
        String label = labels.get(imageId);
        return label == null ? imageId : "%s [%s]".formatted(imageId, label);
    }

    /** How well neighbours share their class. */
    static void retrieval(RunSummary.Retrieval figures) {
        line("");
        line("Of %d searches over %d classes: precision@1 %.3f, precision@10 %.3f, median answer %.0f ms"
                .formatted(
                        figures.queries(),
                        figures.classes(),
                        figures.precisionAt1(),
                        figures.precisionAt10(),
                        figures.medianLatencyMs()));
    }

    /** Where a running system listens, and what to try next. */
    static void addresses(Addresses addresses, Path state) {
        String kafka = addresses.get("kafka.bootstrap-servers");
        line("");
        line("Lookalike is up; everything it keeps lies in "
                + state.toAbsolutePath().normalize());
        line("  Kafka            " + kafka);
        line("  schema registry  " + addresses.get("registry.url"));
        line("  Milvus           " + addresses.get("milvus.uri"));
        line("  upload           http://127.0.0.1:" + addresses.get("ingest.http.port") + "/images");
        line("  metrics, health  http://127.0.0.1:" + addresses.get("operations.port") + "/metrics, /health/ready");
        line("  topics           "
                + String.join(", ", Topics.all().stream().map(Topic::name).toList()));
        line("");
        // Other commands look in the same place unless told otherwise.
        String where = state.equals(SystemOptions.DEFAULT_STATE) ? "" : " --state " + state;
        line("Try:");
        line("  ./lookalike search PICTURE.jpg" + where);
        line("  ./lookalike simulate --rate 5" + where);
        line("  curl --data-binary @PICTURE.jpg 'http://127.0.0.1:" + addresses.get("ingest.http.port")
                + "/images?source=me'");
        line("Ctrl-C ends it; the same command finds the data again.");
    }
}
