package org.lookalike.vectorstore;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Divides all image ids into {@value #COUNT} parts of about the same size, so that what is stored can be compared part by part.
 * The division never changes: rows are stored with their bucket.
 */
public final class Buckets {
    /** How many there are; they are numbered from 0. */
    public static final int COUNT = 4_096;

    private Buckets() {}

    /** The bucket of an image id, by the CRC-32C of its UTF-8 bytes. */
    public static int of(String id) {
        CRC32C checksum = new CRC32C();
        checksum.update(id.getBytes(StandardCharsets.UTF_8));
        return (int) (checksum.getValue() % COUNT);
    }
}
