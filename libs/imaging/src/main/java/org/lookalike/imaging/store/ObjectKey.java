package org.lookalike.imaging.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lookalike.platform.kafka.KeyPartitions;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Sha256;

/**
 * Names objects: two digits that spread them over folders, the hash of the id, the hash of the bytes and a generation, of
 * which each acceptance has its own. A generation is the id's hash as Kafka partitions it, so that whoever lists the store
 * can tell which partition's business an object is; the second of the acceptance, by which nothing but the age of garbage is
 * told; and 64 random bits. Objects of older versions have no generation.
 */
final class ObjectKey {
    private static final Pattern KEY = Pattern.compile(
            "([0-9a-f]{2})/(\\1[0-9a-f]{62})/([0-9a-f]{64})(?:-([0-9a-f]{8})([0-9a-f]{8})[0-9a-f]{16})?");
    private static final int RANDOM_BYTES = 8;
    private static final RandomGenerator RANDOM = new SecureRandom();

    private ObjectKey() {}

    /** The folder of all objects of an id, without a slash at the end. */
    static String folder(String imageId) {
        String hash = Sha256.of(imageId);
        return hash.substring(0, 2) + "/" + hash;
    }

    /** A key that was never used before. */
    static String next(String imageId, String sha256, Instant now) {
        if (!Sha256.isValid(sha256)) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hexadecimal digits, was " + sha256);
        }
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return folder(imageId) + "/" + sha256 + "-"
                + HexFormat.of().toHexDigits(KeyPartitions.hash(Records.key(imageId)))
                + HexFormat.of().toHexDigits((int) now.getEpochSecond())
                + HexFormat.of().formatHex(random);
    }

    static boolean isValid(String key) {
        return KEY.matcher(key).matches();
    }

    /** Whether this is the name of an object in its id's folder. */
    static boolean isName(String name) {
        return name.matches("[0-9a-f]{64}(?:-[0-9a-f]{32})?");
    }

    /** The hash of the id by which Kafka partitions, empty for an object without generation. */
    static OptionalInt partitionHash(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() && matcher.group(4) != null
                ? OptionalInt.of(Integer.parseUnsignedInt(matcher.group(4), 16))
                : OptionalInt.empty();
    }

    /** When it was accepted, empty for an object without generation. */
    static Optional<Instant> acceptedAt(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() && matcher.group(5) != null
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(matcher.group(5), 16)))
                : Optional.empty();
    }

    /** The SHA-256 of the id that a valid key's object belongs to. */
    static String idHash(String key) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no key of the image store: " + key);
        }
        return matcher.group(2);
    }
}
