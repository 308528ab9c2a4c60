package org.lookalike.embedder;

import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.ReadAhead;

/**
 * How images are gathered on their way to the encoder.
 *
 * @param maxRecords most records per transaction
 * @param maxImages most images per inference
 * @param decodeThreads threads that fetch, decode and preprocess
 * @param maxBytesInFlight most encoded bytes being fetched and decoded at once
 * @param backfillRecords most records per transaction of those that may wait
 * @param readAhead most records that are read ahead in search of live images, 0 for none
 */
record BatchingConfig(
        int maxRecords, int maxImages, int decodeThreads, long maxBytesInFlight, int backfillRecords, int readAhead) {
    /** Of events that are read ahead; where images travel in events, they count. */
    private static final long READ_AHEAD_BYTES = 64L << 20;

    private static final Setting<Integer> MAX_RECORDS = Setting.integer(
            "embedder.transaction.max-records",
            1,
            10_000,
            256,
            "Maximum number of pictures whose vectors and offsets share one Kafka transaction. A"
                    + " crash repeats at most two such batches.");
    static final Setting<Integer> MAX_IMAGES = Setting.integer(
            "embedder.batch.max-size",
            1,
            1_024,
            16,
            "Maximum number of pictures per inference. A batch does not wait to fill up: it takes"
                    + " whatever is waiting when the device is free.");
    private static final Setting<Integer> DECODE_THREADS =
            Setting.threads("embedder.decode.threads", 256, "Threads that fetch, decode and preprocess pictures.");
    private static final Setting<Long> MAX_BYTES_IN_FLIGHT = Setting.bytes(
            "embedder.max-bytes-in-flight",
            1 << 20,
            1L << 40,
            "256MiB",
            "Maximum number of bytes of encoded pictures held at once; a single larger picture is"
                    + " processed alone.");

    private static final Setting<Integer> BACKFILL_RECORDS = Setting.integer(
            "embedder.backfill.max-records",
            1,
            10_000,
            64,
            "Maximum number of backfill pictures per transaction. A live picture waits for at most"
                    + " one such transaction.");
    private static final Setting<Integer> READ_AHEAD = Setting.integer(
            "embedder.read-ahead.max-records",
            0,
            1_000_000,
            20_000,
            "Maximum number of events read ahead, up to 64 MiB of them, so that live pictures"
                    + " overtake a backfill; 0 keeps the topic's order.");

    BatchingConfig {
        MAX_RECORDS.require(maxRecords);
        MAX_IMAGES.require(maxImages);
        DECODE_THREADS.require(decodeThreads);
        MAX_BYTES_IN_FLIGHT.require(maxBytesInFlight);
        BACKFILL_RECORDS.require(backfillRecords);
        READ_AHEAD.require(readAhead);
    }

    static BatchingConfig from(Settings settings) {
        return new BatchingConfig(
                settings.get(MAX_RECORDS),
                settings.get(MAX_IMAGES),
                settings.get(DECODE_THREADS),
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
}
