package org.lookalike.embedder;

import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.ReadAhead;

/**
 * How images are gathered on their way to the encoder.
 *
 * @param maxRecords most records per transaction; 1 to 10,000
 * @param maxImages most images per inference; 1 to 1,024
 * @param decodeThreads threads that fetch, decode and preprocess; at least 1
 * @param maxBytesInFlight most encoded bytes being fetched and decoded at once; at least 1
 * @param backfillRecords most records per transaction of those that may wait; at least 1
 * @param readAhead most records that are read ahead in search of live images, 0 for none
 */
record BatchingConfig(
        int maxRecords, int maxImages, int decodeThreads, long maxBytesInFlight, int backfillRecords, int readAhead) {
    /** Of events that are read ahead; where images travel in events, they count. */
    private static final long READ_AHEAD_BYTES = 64L << 20;

    static final Setting<Integer> MAX_RECORDS = Setting.integer(
            "embedder.transaction.max-records",
            1,
            10_000,
            256,
            "Most pictures whose vectors and offsets share one Kafka transaction. A crash repeats two such batches at most.");
    static final Setting<Integer> MAX_IMAGES = Setting.integer(
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

    static final Setting<Integer> BACKFILL_RECORDS = Setting.integer(
            "embedder.backfill.max-records",
            1,
            10_000,
            64,
            "Most pictures of a backfill per transaction. A live picture waits for one such transaction at most.");
    static final Setting<Integer> READ_AHEAD = Setting.integer(
            "embedder.read-ahead.max-records",
            0,
            1_000_000,
            20_000,
            "Most events read ahead, and 64 MiB of them, so that live pictures overtake a backfill; 0 keeps the topic's"
                    + " order.");

    BatchingConfig {
        require(maxRecords >= 1 && maxRecords <= 10_000, "maxRecords", maxRecords, "1 to 10,000");
        require(maxImages >= 1 && maxImages <= 1_024, "maxPictures", maxImages, "1 to 1,024");
        require(decodeThreads >= 1, "decodeThreads", decodeThreads, "at least 1");
        require(maxBytesInFlight >= 1, "maxBytesInFlight", maxBytesInFlight, "at least 1");
        require(backfillRecords >= 1, "backfillRecords", backfillRecords, "at least 1");
        require(readAhead >= 0, "readAhead", readAhead, "0 or more");
    }

    static List<Setting<?>> settings() {
        return List.of(MAX_RECORDS, MAX_IMAGES, DECODE_THREADS, MAX_BYTES_IN_FLIGHT, BACKFILL_RECORDS, READ_AHEAD);
    }

    static BatchingConfig from(Settings settings) {
        int threads = settings.get(DECODE_THREADS);
        return new BatchingConfig(
                settings.get(MAX_RECORDS),
                settings.get(MAX_IMAGES),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                settings.get(MAX_BYTES_IN_FLIGHT),
                settings.get(BACKFILL_RECORDS),
                settings.get(READ_AHEAD));
    }

    /** How far to read for what cannot wait. */
    ReadAhead readAheadOf(Predicate<ConsumerRecord<byte[], byte[]>> canWait) {
        return readAhead == 0
                ? ReadAhead.none()
                : new ReadAhead(canWait, readAhead, READ_AHEAD_BYTES, maxRecords, backfillRecords);
    }

    private static void require(boolean holds, String component, long value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %d, must be %s".formatted(component, value, rule));
        }
    }
}
