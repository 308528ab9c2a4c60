package org.lookalike.bench.embed;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** The versions of what was compared. */
final class Versions {
    private static final String PINNED = "==";

    private Versions() {}

    static Map<String, String> read(EmbedPlan plan) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("onnxruntime (Java)", OrtEnvironment.getEnvironment().getVersion());
        versions.put("kafka", AppInfoParser.getVersion());
        if (plan.withPeer()) {
            readRequirements(plan.home().resolve("peers").resolve("requirements.in"), versions);
        }
        return versions;
    }

    private static void readRequirements(Path file, Map<String, String> versions) {
        try {
            for (String line : Files.readAllLines(file)) {
                int at = line.indexOf(PINNED);
                if (at > 0 && !line.startsWith("#")) {
                    versions.put(line.substring(0, at) + " (Python)", line.substring(at + PINNED.length()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
