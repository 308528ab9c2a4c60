package org.lookalike.bench.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.admin.progress.IndexingProgress;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.system.SystemClients;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.schemas.InboxHeaders;
import org.lookalike.schemas.Topics;

/**
 * Publishes images on the inbox as a camera would, and notes when each has become searchable: when the sink has committed it,
 * after the vector store's acknowledgement. Used by one thread.
 */
final class PublishedImages {
    private static final Duration POLL = Duration.ofMillis(10);
    /** So long without another one means that the system has stopped. */
    private static final Duration STALL = Duration.ofMinutes(2);

    private final SystemClients clients;
    private final List<BenchImage> images;

    PublishedImages(SystemClients clients, List<BenchImage> images) {
        this.clients = clients;
        this.images = images;
    }

    /**
     * What came of it.
     *
     * @param seconds from the first one's publication until the last one was searchable
     * @param milliseconds from each one's publication until it was searchable
     */
    record Run(double seconds, List<Double> milliseconds) {
        double rate() {
            return milliseconds.size() / seconds;
        }
    }

    /**
     * Publishes images under new ids and waits until all are searchable.
     *
     * @param run makes the ids those of one run
     * @param perSecond how many a second; infinity is as fast as the broker takes them
     * @throws BenchFailure if one is refused, or none becomes searchable for two minutes
     */
    Run run(String run, int count, double perSecond) throws InterruptedException {
        Map<String, Long> waiting = new HashMap<>();
        int sent = 0;
        List<Double> milliseconds = new ArrayList<>(count);
        try (IndexingProgress progress = new IndexingProgress(clients.clients(), clients.codec(), "sink")) {
            long start = System.nanoTime();
            long moved = start;
            while (milliseconds.size() < count) {
                long now = System.nanoTime();
                while (sent < count && sent / perSecond <= (now - start) / 1e9) {
                    String id = "%s-%05d".formatted(run, sent);
                    waiting.put(id, System.nanoTime());
                    // A picture that is not sent is missed at the end.
                    var unused = clients.begin(record(id, images.get(sent % images.size())));
                    sent++;
                }
                progress.poll(POLL);
                long seen = System.nanoTime();
                for (String id : progress.indexed()) {
                    Long at = waiting.remove(id);
                    if (at != null) {
                        milliseconds.add((seen - at) / 1e6);
                        moved = seen;
                    }
                }
                if (!progress.refused().isEmpty() || seen - moved > STALL.toNanos()) {
                    throw new BenchFailure("%d of %d pictures are searchable and then no more; refused: %s"
                            .formatted(milliseconds.size(), count, progress.refused()));
                }
            }
            return new Run((System.nanoTime() - start) / 1e9, milliseconds);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String id, BenchImage image) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.IMAGES_INBOX.name(), id.getBytes(StandardCharsets.UTF_8), image.bytes());
        record.headers().add(InboxHeaders.SOURCE, "bench".getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
