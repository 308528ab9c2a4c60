package org.lookalike.audit.erase;

import com.carrotsearch.hppc.LongHashSet;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.platform.operations.Outage;
import org.lookalike.schemas.LabelKeys;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which images the topics {@code labels} and {@code map} name, by 64 bits of a hash, at 11 to 22 bytes for each: a million
 * labels must not cost what they cost in query. Once in many millions an image is taken for another; that costs one superfluous
 * tombstone. {@link #run} belongs to one thread, the rest may be called from any.
 */
public final class NamedImages implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(NamedImages.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final RetryPolicy RETRIES = RetryPolicy.fixed(Duration.ofSeconds(1));

    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final LongHashSet labelled = new LongHashSet();
    private final LongHashSet placed = new LongHashSet();

    /** @param readers makes consumers without a group, closed by this */
    public NamedImages(Supplier<Consumer<byte[], byte[]>> readers) {
        this.readers = readers;
    }

    /** Whether an image has a label of its own, as far as the topic has been read. */
    synchronized boolean isLabelled(String imageId) {
        return labelled.contains(SampleHash.of(imageId));
    }

    /** Whether an image has a place on the map, as far as the topic has been read. */
    synchronized boolean isOnMap(String imageId) {
        return placed.contains(SampleHash.of(imageId));
    }

    /** Follows the topics until interrupted; starts again from their beginnings after an outage. */
    @Override
    public void run() {
        try (Retrier retrier = new Retrier(RETRIES, Outage.logged("audit.names"))) {
            retrier.call(this::follow);
        } catch (InterruptedException e) {
            LOGGER.debug("interrupted to close");
        }
    }

    /** Never returns: ends by an interrupt or by an outage. */
    private Void follow() throws InterruptedException {
        try (TopicReader labels = new TopicReader(readers.get(), Topics.LABELS.name());
                TopicReader map = new TopicReader(readers.get(), Topics.MAP.name())) {
            clear();
            while (true) {
                labels.read(this::label);
                map.read(this::place);
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptException e) {
            throw new InterruptedException("reading labels and map was interrupted");
        } catch (KafkaException e) {
            throw new TransientFailure("topics labels and map cannot be read", e);
        }
    }

    private synchronized void clear() {
        labelled.clear();
        placed.clear();
    }

    /** Takes a record of {@code labels} into account. */
    public void label(ConsumerRecord<byte[], byte[]> record) {
        String key = Records.text(record.key());
        if (key != null && key.startsWith(LabelKeys.IMAGE)) {
            change(labelled, key.substring(LabelKeys.IMAGE.length()), record.value() != null);
        }
    }

    /** Takes a record of {@code map} into account. */
    public void place(ConsumerRecord<byte[], byte[]> record) {
        String key = Records.text(record.key());
        if (key != null) {
            change(placed, key, record.value() != null);
        }
    }

    private synchronized void change(LongHashSet images, String imageId, boolean named) {
        long hash = SampleHash.of(imageId);
        if (named) {
            images.add(hash);
        } else {
            images.removeAll(hash);
        }
    }
}
