package org.lookalike.imaging.decode;

import java.nio.charset.StandardCharsets;

/** Reads numbers of either byte order out of an array; the caller has checked the bounds with {@link #has}. */
final class ByteView {
    private final byte[] bytes;

    ByteView(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    boolean has(long offset, long count) {
        return offset >= 0 && count >= 0 && offset + count <= bytes.length;
    }

    int unsignedByte(int offset) {
        return bytes[offset] & 0xff;
    }

    int bigShort(int offset) {
        return (unsignedByte(offset) << 8) | unsignedByte(offset + 1);
    }

    int littleShort(int offset) {
        return unsignedByte(offset) | (unsignedByte(offset + 1) << 8);
    }

    int littleTriple(int offset) {
        return littleShort(offset) | (unsignedByte(offset + 2) << 16);
    }

    int bigInt(int offset) {
        return (bigShort(offset) << 16) | bigShort(offset + 2);
    }

    int littleInt(int offset) {
        return littleShort(offset) | (littleShort(offset + 2) << 16);
    }

    /** Whether the bytes at the offset are these characters, each taken as one byte. */
    boolean startsWith(int offset, String latin1) {
        if (!has(offset, latin1.length())) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if (unsignedByte(offset + i) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the file is so short that it is only the beginning of these characters. */
    boolean isBeginningOf(String latin1) {
        return length() < latin1.length() && latin1.startsWith(new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
