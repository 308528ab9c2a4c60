package org.lookalike.audit.erase;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.operations.Outage;
import org.lookalike.schemas.LabelKeys;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;

/**
 * Takes deleted images from the topics that no tombstone of {@code images.arrived} reaches: their labels, their places on the
 * map, and the examples of the spaces' clusters. During an outage nothing is waited for: the ledger hands every deleted image
 * over again and again.
 */
public final class TopicErasures {
    /** Handed over again if there is no place. */
    private static final int MAX_WAITING = 10_000;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final NamedImages named;
    private final Supplier<Spaces> spaces;
    private final SpaceRecords spaceRecords;
    private final RecordSender sender;
    private final InstantSource clock;
    private final Executor executor;
    private final MeterRegistry metrics;
    private final Outage outage = Outage.logged("audit.forget");
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private volatile Instant paused = Instant.MIN;
    private volatile Examples examples = Examples.of(Spaces.none());

    private record Examples(Spaces spaces, Set<String> imageIds) {
        static Examples of(Spaces spaces) {
            Set<String> imageIds = new HashSet<>();
            spaces.alive().forEach(space -> space.clusters().forEach(cluster -> imageIds.addAll(cluster.examples())));
            return new Examples(spaces, imageIds);
        }
    }

    /**
     * Has nothing to forget yet.
     *
     * @param spaces the present spaces
     * @param executor runs one after the other
     */
    public TopicErasures(
            NamedImages named,
            Supplier<Spaces> spaces,
            SpaceRecords spaceRecords,
            RecordSender sender,
            InstantSource clock,
            Executor executor,
            MeterRegistry metrics) {
        this.named = named;
        this.spaces = spaces;
        this.spaceRecords = spaceRecords;
        this.sender = sender;
        this.clock = clock;
        this.executor = executor;
        this.metrics = metrics;
    }

    /** Has a deleted image taken from these topics, if one of them names it. Returns at once; called from many threads. */
    void forget(String imageId) {
        if (!isNamed(imageId)
                || clock.instant().isBefore(paused)
                || waiting.size() >= MAX_WAITING
                || !waiting.add(imageId)) {
            return;
        }
        executor.execute(() -> {
            try {
                if (!clock.instant().isBefore(paused)) {
                    publish(imageId);
                    outage.end();
                }
            } catch (TransientFailure e) {
                outage.begin(e);
                paused = clock.instant().plus(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.remove(imageId);
            }
        });
    }

    private boolean isNamed(String imageId) {
        Spaces present = spaces.get();
        Examples known = examples;
        if (known.spaces() != present) {
            known = Examples.of(present);
            examples = known;
        }
        return named.isLabelled(imageId)
                || named.isOnMap(imageId)
                || known.imageIds().contains(imageId);
    }

    private void publish(String imageId) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        if (named.isLabelled(imageId)) {
            records.add(Records.tombstone(Topics.LABELS, LabelKeys.IMAGE + imageId));
        }
        if (named.isOnMap(imageId)) {
            records.add(Records.tombstone(Topics.MAP, imageId));
        }
        for (Space space : spaces.get().alive()) {
            Space without = space.withoutExamples(Set.of(imageId));
            if (!without.clusters().equals(space.clusters())) {
                records.add(spaceRecords.of(without));
            }
        }
        sender.send(records);
        metrics.counter("lookalike.audit.forgotten").increment(records.size());
    }
}
