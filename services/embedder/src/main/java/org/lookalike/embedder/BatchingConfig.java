package org.lookalike.embedder;

import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How pictures are gathered on their way to the encoder.
 *
 * @param maxRecords most records per transaction; 1 to 10,000
 * @param maxPictures most pictures per inference; 1 to 1,024
 * @param decodeThreads threads that fetch, decode and preprocess; at least 1
 * @param maxBytesInFlight most encoded bytes being fetched and decoded at once; at least 1
 */
record BatchingConfig(int maxRecords, int maxPictures, int decodeThreads, long maxBytesInFlight) {
    static final Setting<Integer> MAX_RECORDS = Setting.integer(
            "embedder.transaction.max-records",
            1,
            10_000,
            256,
            "Most pictures whose vectors and offsets share one Kafka transaction. A crash repeats at most so many.");
    static final Setting<Integer> MAX_PICTURES = Setting.integer(
            "embedder.batch.max-size",
            1,
            1_024,
            16,
            "Most pictures per inference. What waits when the device is free is taken at once, so a quiet line pays no"
                    + " waiting.");
    static final Setting<Integer> DECODE_THREADS = Setting.integer(
            "embedder.decode.threads",
            0,
            256,
            0,
            "Threads that fetch, decode and preprocess pictures; 0 takes one per core.");
    static final Setting<Long> MAX_BYTES_IN_FLIGHT = Setting.bytes(
            "embedder.max-bytes-in-flight",
            1 << 20,
            1L << 40,
            "256MiB",
            "Most bytes of encoded pictures held at once; a single larger picture is taken alone.");

    BatchingConfig {
        require(maxRecords >= 1 && maxRecords <= 10_000, "maxRecords", maxRecords, "1 to 10,000");
        require(maxPictures >= 1 && maxPictures <= 1_024, "maxPictures", maxPictures, "1 to 1,024");
        require(decodeThreads >= 1, "decodeThreads", decodeThreads, "at least 1");
        require(maxBytesInFlight >= 1, "maxBytesInFlight", maxBytesInFlight, "at least 1");
    }

    static List<Setting<?>> settings() {
        return List.of(MAX_RECORDS, MAX_PICTURES, DECODE_THREADS, MAX_BYTES_IN_FLIGHT);
    }

    static BatchingConfig from(Settings settings) {
        int threads = settings.get(DECODE_THREADS);
        return new BatchingConfig(
                settings.get(MAX_RECORDS),
                settings.get(MAX_PICTURES),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                settings.get(MAX_BYTES_IN_FLIGHT));
    }

    private static void require(boolean holds, String component, long value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %d, must be %s".formatted(component, value, rule));
        }
    }
}
