package org.lookalike.intake.folder;

import java.nio.charset.StandardCharsets;

/**
 * The name of an archive's entry.
 *
 * @param bytes as they are in the archive
 * @param text what the archive says that they mean; empty where it does not say it
 */
// A value that is decoded once and never compared.
@SuppressWarnings("ArrayRecordComponent")
record EntryName(byte[] bytes, String text) {

    /** The archive says that these bytes are UTF-8. */
    static EntryName utf8(byte[] bytes) {
        return new EntryName(
                bytes, FileNames.decode(bytes, StandardCharsets.UTF_8).text());
    }

    /** The archive says what the name is. */
    static EntryName of(String text) {
        return new EntryName(text.getBytes(StandardCharsets.UTF_8), text);
    }

    /** The archive does not say what these bytes mean. */
    static EntryName undeclared(byte[] bytes) {
        return new EntryName(bytes, "");
    }
}
