package org.lookalike.explorer.catalogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.lifecycle.PeriodicTask;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.BatchPlacement;
import org.lookalike.spaces.Features;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic of vectors of the active space, in no consumer group, and keeps what people filter by and look at. Where
 * another space becomes active it reads the topic again; until it has come to the end, what it knew before stays.
 *
 * <p>{@link #run} belongs to one thread; everything else may be called from any.
 */
public final class ImageCatalogue implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ImageCatalogue.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofMillis(500);
    /** Making a snapshot must not take more than a tenth of the time. */
    private static final int SHARE = 10;

    private final KafkaClients clients;
    private final AvroCodec codec;
    private final Supplier<Spaces> spaces;
    private final int limit;
    private final List<Consumer<String>> deletions = new CopyOnWriteArrayList<>();
    private volatile CatalogueSnapshot current = CatalogueSnapshot.NONE;

    /**
     * @param spaces the spaces known now
     * @param limit how many images to keep at most; of more a sample
     */
    public ImageCatalogue(KafkaClients clients, AvroCodec codec, Supplier<Spaces> spaces, int limit) {
        this.clients = clients;
        this.codec = codec;
        this.spaces = spaces;
        this.limit = limit;
    }

    /** What has been read so far. */
    public CatalogueSnapshot current() {
        return current;
    }

    /** Registers a listener, called on the catalogue's thread with the id of each image that is deleted; before the start. */
    public void onDeletion(Consumer<String> listener) {
        deletions.add(listener);
    }

    @Override
    public void run() {
        new PeriodicTask("explorer-catalogue", Duration.ZERO, RETRY, this::follow).run();
    }

    /** Follows the active space's topic for as long as it is the active one. */
    private void follow() {
        Optional<Space> active = spaces.get().active();
        if (active.isEmpty()) {
            return;
        }
        boolean interrupted = false;
        var consumer = clients.reader("explorer-catalogue");
        try {
            follow(active.get(), consumer);
            // Cleared before the consumer is closed, which would not work otherwise.
            interrupted = Thread.interrupted();
        } catch (InterruptException e) {
            interrupted = Thread.interrupted();
        } finally {
            consumer.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void follow(Space space, org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        Topic<ImageVector> topic = Topics.vectors(space.vectorsTopic());
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        Reading reading = new Reading(topic, space);
        boolean complete = false;
        boolean changed = true;
        long due = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()
                && spaces.get().active().filter(space::equals).isPresent()) {
            changed |= reading.apply(poll(consumer));
            if (!complete) {
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                complete = ends.isEmpty();
                due = complete ? System.nanoTime() : due;
            }
            // A part of the images is better than none, and worse than all of them in the space before.
            boolean worthShowing = complete || !current.complete();
            if (changed && worthShowing && System.nanoTime() - due >= 0) {
                long start = System.nanoTime();
                current = reading.snapshot(complete);
                changed = false;
                due = System.nanoTime() + Math.max(POLL.toNanos(), SHARE * (System.nanoTime() - start));
            }
        }
    }

    private static ConsumerRecords<byte[], byte[]> poll(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(POLL);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new TransientFailure("the topic of vectors cannot be read", e);
        }
    }

    private final class Reading {
        private final Topic<ImageVector> topic;
        private final Space space;
        private final BatchPlacement placement;
        private final ImageSample sample = new ImageSample(limit);

        Reading(Topic<ImageVector> topic, Space space) {
            this.topic = topic;
            this.space = space;
            this.placement = new BatchPlacement(space);
        }

        /** Whether anything has changed. */
        boolean apply(ConsumerRecords<byte[], byte[]> records) {
            Map<String, @Nullable ImageVector> newest = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                String id = Records.text(record.key());
                if (id != null) {
                    newest.put(id, record.value() == null ? null : decoded(record));
                }
            }
            List<ImageVector> events = new ArrayList<>();
            newest.forEach((id, event) -> {
                if (event == null) {
                    sample.remove(id);
                    deletions.forEach(listener -> listener.accept(id));
                } else if (event.getEncoderId().equals(space.encoderId())) {
                    events.add(event);
                }
            });
            place(events);
            return !newest.isEmpty();
        }

        private @Nullable ImageVector decoded(ConsumerRecord<byte[], byte[]> record) {
            try {
                return codec.decode(topic, record.value());
            } catch (PermanentFailure e) {
                LOGGER.atDebug()
                        .addKeyValue("offset", record.offset())
                        .log("left out of the catalogue: {}", e.getMessage());
                return null;
            }
        }

        private void place(List<ImageVector> events) {
            List<ImageVector> readable = new ArrayList<>();
            List<float[]> features = new ArrayList<>();
            for (ImageVector event : events) {
                try {
                    features.add(Features.of(event));
                    readable.add(event);
                } catch (IllegalArgumentException e) {
                    LOGGER.debug("left out of the catalogue: {}", e.getMessage());
                }
            }
            placement.place(features, new BatchPlacement.Visitor() {
                @Override
                public void placed(int index, Placement placed) {
                    ImageVector event = readable.get(index);
                    sample.put(new CataloguedImage(
                            event.getImageId(),
                            event.getSource(),
                            Objects.requireNonNullElse(event.getCapturedAt(), event.getArrivedAt()),
                            event.getAttributes(),
                            placed.cluster()));
                }

                @Override
                public void refused(int index, IllegalArgumentException reason) {
                    LOGGER.debug("left out of the catalogue: {}", reason.getMessage());
                }
            });
        }

        CatalogueSnapshot snapshot(boolean complete) {
            return new CatalogueSnapshot(space.id(), complete, sample.all(), sample.images());
        }
    }
}
