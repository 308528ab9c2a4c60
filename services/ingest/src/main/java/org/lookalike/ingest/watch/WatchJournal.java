package org.lookalike.ingest.watch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.ingest.watch.WatchConfig.Folder;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Sha256;

/**
 * Records which files of a watched folder were published: a text file with one line per file, appended to while running
 * and compacted at the start. Whatever a crash cuts off is only published again. Used by one thread.
 */
final class WatchJournal {
    private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (-?\\d{1,18}) (.+)");
    private static final int NAME_DIGITS = 16;

    private final @Nullable Path file;

    private WatchJournal(@Nullable Path file) {
        this.file = file;
    }

    /** @param root where journals are kept, or null to keep none */
    static WatchJournal of(@Nullable Path root, Folder folder) {
        if (root == null) {
            return new WatchJournal(null);
        }
        String name = Sha256.of(folder.source() + "\n" + folder.path()).substring(0, NAME_DIGITS);
        return new WatchJournal(root.resolve("watch-" + name + ".txt"));
    }

    /** The published files, by path. */
    Map<String, Fingerprint> load() {
        Map<String, Fingerprint> published = new HashMap<>();
        if (file == null) {
            return published;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    Matcher matcher = LINE.matcher(line);
                    if (matcher.matches()) {
                        published.put(
                                matcher.group(3),
                                new Fingerprint(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
                    }
                }
            }
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(
                    fresh,
                    published.entrySet().stream()
                            .map(entry -> line(entry.getKey(), entry.getValue()))
                            .toList());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw outage(file, e);
        }
        return published;
    }

    /** Adds files that were published. */
    void append(Map<String, Fingerprint> published) {
        if (file == null) {
            return;
        }
        List<String> lines = published.entrySet().stream()
                // Such a name would break the line; its file is only published again after a restart.
                .filter(entry -> entry.getKey().chars().noneMatch(Character::isISOControl))
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line : lines) {
                out.write(line);
                out.newLine();
            }
        } catch (IOException e) {
            throw outage(file, e);
        }
    }

    private static String line(String path, Fingerprint fingerprint) {
        return fingerprint.sizeBytes() + " " + fingerprint.modifiedMillis() + " " + path;
    }

    private static TransientFailure outage(Path file, IOException e) {
        return new TransientFailure("the journal %s cannot be written: %s".formatted(file, e), e);
    }
}
