package org.lookalike.ingest.watch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    /** Control characters, and a backslash that would look like an escape. */
    private static final Pattern TO_ESCAPE =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]|\\\\(?=u[0-9a-f]{4})");

    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");
    private static final int HEXADECIMAL = 16;
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
                // A crash may have cut the last line anywhere, even within a character.
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                for (String line : text.lines().toList()) {
                    Matcher matcher = LINE.matcher(line);
                    if (matcher.matches()) {
                        published.put(
                                unescaped(matcher.group(3)),
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
        return fingerprint.sizeBytes() + " " + fingerprint.modifiedMillis() + " " + escaped(path);
    }

    /** A line break in a name must not break the line. */
    private static String escaped(String path) {
        return TO_ESCAPE.matcher(path).replaceAll(match -> {
            String character = match.group();
            return Matcher.quoteReplacement("\\u%04x".formatted((int) character.charAt(0)));
        });
    }

    private static String unescaped(String path) {
        return ESCAPED.matcher(path)
                .replaceAll(match ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), HEXADECIMAL))));
    }

    private static TransientFailure outage(Path file, IOException e) {
        return new TransientFailure("the journal %s cannot be written: %s".formatted(file, e), e);
    }
}
