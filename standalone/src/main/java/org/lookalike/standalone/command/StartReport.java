package org.lookalike.standalone.command;

import java.nio.file.Path;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.Addresses;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;

/** What is printed once a system runs. */
final class StartReport {
    private StartReport() {}

    /** Where a running system listens, and what to try next. */
    static void print(Addresses addresses, Path state) {
        String kafka = addresses.get("kafka.bootstrap-servers");
        Console.line("");
        Console.line("Lookalike is up; its data is in " + state.toAbsolutePath().normalize());
        Console.line("  explorer         http://127.0.0.1:" + addresses.get("explorer.port"));
        Console.line("  Kafka            " + kafka);
        Console.line("  schema registry  " + addresses.get("registry.url"));
        Console.line("  Milvus           " + addresses.get("milvus.uri"));
        Console.line("  upload           http://127.0.0.1:" + addresses.get("ingest.http.port") + "/images");
        Console.line(
                "  metrics, health  http://127.0.0.1:" + addresses.get("operations.port") + "/metrics, /health/ready");
        Console.line("  topics           "
                + String.join(", ", Topics.all().stream().map(Topic::name).toList()));
        Console.line("");
        // Other commands look in the same place unless told otherwise.
        String where = state.equals(SystemOptions.DEFAULT_STATE) ? "" : " --state " + state;
        Console.line("Try:");
        Console.line("  ./lookalike search PICTURE.jpg" + where);
        Console.line("  ./lookalike simulate --rate 5" + where);
        Console.line("  curl --data-binary @PICTURE.jpg 'http://127.0.0.1:" + addresses.get("ingest.http.port")
                + "/images?source=me'");
        Console.line("Ctrl-C stops it; the same command restarts it with the same data.");
    }
}
