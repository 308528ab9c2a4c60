package org.lookalike.sink.generation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids by 64 bits of their SHA-256, at about 12 bytes each: among ten million ids, two look the same once in 400,000
 * times. Used by one thread.
 */
final class ImageIdSet {
    private static final int LEAST = 1 << 10;
    /** Marks a free place; the one id in 2^64 with this hash is given the next. */
    private static final long FREE = 0;

    private final MessageDigest digest = sha256();
    private long[] places = new long[LEAST];
    private int size;

    void add(String id) {
        add(hash(id));
    }

    /** Returns whether it was there. */
    boolean remove(String id) {
        int before = size;
        remove(hash(id));
        return size < before;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean contains(String id) {
        return places[find(hash(id))] != FREE;
    }

    int size() {
        return size;
    }

    private void add(long hash) {
        int place = find(hash);
        if (places[place] != FREE) {
            return;
        }
        places[place] = hash;
        size++;
        // Below three quarters: probing stays short.
        if (size > places.length / 4 * 3) {
            long[] before = places;
            places = new long[before.length * 2];
            for (long each : before) {
                if (each != FREE) {
                    places[find(each)] = each;
                }
            }
        }
    }

    private void remove(long hash) {
        int hole = find(hash);
        if (places[hole] == FREE) {
            return;
        }
        size--;
        places[hole] = FREE;
        // What was pushed past the hole must be found without it.
        int mask = places.length - 1;
        for (int next = (hole + 1) & mask; places[next] != FREE; next = (next + 1) & mask) {
            long moved = places[next];
            places[next] = FREE;
            places[find(moved)] = moved;
        }
    }

    /** Where the hash lies, or the free place where it would. */
    private int find(long hash) {
        int mask = places.length - 1;
        int place = (int) (hash >>> 32) & mask;
        while (places[place] != FREE && places[place] != hash) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private long hash(String id) {
        long hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return hash == FREE ? FREE + 1 : hash;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
