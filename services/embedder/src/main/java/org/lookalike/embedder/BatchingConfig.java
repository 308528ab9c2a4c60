package org.lookalike.embedder;

import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How pictures are gathered on their way to the encoder.
 *
 * @param maxRecords most records per transaction; 1 to 10,000
 * @param maxPictures most pictures per inference; 1 to 1,024
 * @param decodeThreads threads that fetch, decode and preprocess; 1 to 256
 * @param maxBytesInFlight most encoded bytes held at once, in bytes
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
}
