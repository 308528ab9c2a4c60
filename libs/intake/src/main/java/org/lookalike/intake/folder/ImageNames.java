package org.lookalike.intake.folder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Sha256;

/** Derives image ids from file names. */
final class ImageNames {
    private static final int HASH_DIGITS = 16;
    private static final List<String> ARCHIVE_SUFFIXES = List.of(".zip", ".tar", ".tar.gz", ".tgz");

    private ImageNames() {}

    /** Source and path; if that is too long, its beginning and a hash of the whole. */
    static String imageId(String source, String path) {
        String id = source + "/" + path;
        if (id.length() <= ImageIds.MAX_ID_LENGTH && utf8Bytes(id) <= ImageIds.MAX_ID_BYTES) {
            return id;
        }
        int kept = Math.min(id.length(), ImageIds.MAX_ID_LENGTH - HASH_DIGITS - 1);
        while (utf8Bytes(id.substring(0, kept)) > ImageIds.MAX_ID_BYTES - HASH_DIGITS - 1) {
            kept--;
        }
        // Half a surrogate pair is no character.
        if (Character.isHighSurrogate(id.charAt(kept - 1))) {
            kept--;
        }
        return id.substring(0, kept) + "~" + Sha256.of(id).substring(0, HASH_DIGITS);
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A folder's or archive's name as a source. */
    static String baseName(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return ARCHIVE_SUFFIXES.stream()
                .filter(suffix -> lower.endsWith(suffix) && lower.length() > suffix.length())
                .findFirst()
                .map(suffix -> fileName.substring(0, fileName.length() - suffix.length()))
                .orElse(fileName);
    }

    /** The name of the folder that a path ends in, or empty for a file at the top. */
    static String parentFolder(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? "" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    /** Whether any part of a path is hidden, as names with a leading dot are. */
    static boolean isHidden(String path) {
        return path.startsWith(".") || path.contains("/.");
    }
}
