package org.lookalike.imaging.store;

import java.util.regex.Pattern;
import org.lookalike.schemas.Sha256;

/** Names objects: two digits that spread them over folders, the hash of the id, the hash of the bytes. */
final class ObjectKey {
    private static final Pattern KEY = Pattern.compile("([0-9a-f]{2})/(\\1[0-9a-f]{62})/[0-9a-f]{64}");

    private ObjectKey() {}

    /** The folder of all objects of an id, without a slash at the end. */
    static String folder(String imageId) {
        String hash = Sha256.of(imageId);
        return hash.substring(0, 2) + "/" + hash;
    }

    static String of(String imageId, String sha256) {
        if (!Sha256.isValid(sha256)) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hexadecimal digits, was " + sha256);
        }
        return folder(imageId) + "/" + sha256;
    }

    static boolean isValid(String key) {
        return KEY.matcher(key).matches();
    }
}
