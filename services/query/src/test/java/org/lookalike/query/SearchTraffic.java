package org.lookalike.query;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.VectorQuery;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.testkit.TestImages;

/** Searches at a fixed rate, by image, by id and by features in turn; every fourth one names a space. */
final class SearchTraffic {
    static final int IMAGES = 30;
    static final int HITS = 5;

    private final Platform platform;
    private final Producer<byte[], byte[]> producer;
    private final List<Object> queries = new ArrayList<>();
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final Thread reader = new Thread(this::read, "search-traffic-replies");
    private final Space named;
    private int sent;
    private volatile boolean stopped;

    private record Asked(String image, @Nullable String space, Instant at, long nanos) {}

    /**
     * An answer to one of the searches.
     *
     * @param image the id of the image that was searched with
     * @param space the space that the request named, or null
     * @param sent when it was sent
     * @param milliseconds from sending it to having the reply
     */
    record Answered(
            SearchReply reply, String image, @Nullable String space, Instant sent, double milliseconds) {}

    /** Begins at once; {@code named} is the space that some of the requests name. */
    SearchTraffic(Platform platform, PixelEncoder encoder, Space named, int perSecond) {
        this.platform = platform;
        this.named = named;
        this.producer = platform.clients().producer("load");
        for (int i = 0; i < IMAGES; i++) {
            float[] features = encoder.features(image(i));
            List<Float> values = IntStream.range(0, features.length)
                    .mapToObj(index -> features[index])
                    .toList();
            queries.add(
                    switch (i % 3) {
                        case 0 -> new PictureQuery(ByteBuffer.wrap(image(i)));
                        case 1 -> new ImageIdQuery("p" + i);
                        default -> new VectorQuery(values);
                    });
        }
        reader.start();
        var unused = sender.scheduleAtFixedRate(this::ask, 0, 1_000_000L / perSecond, TimeUnit.MICROSECONDS);
    }

    static byte[] image(int number) {
        return TestImages.png(number, 32, 32);
    }

    /** The answers since the last {@link #take}. */
    List<Answered> answers() {
        return List.copyOf(answers);
    }

    /** Those answers, which are then forgotten. */
    List<Answered> take() {
        List<Answered> taken = new ArrayList<>();
        for (Answered answer = answers.poll(); answer != null; answer = answers.poll()) {
            taken.add(answer);
        }
        return taken;
    }

    /** Ends the asking; what has been asked is still waited for. */
    void stopAsking() {
        sender.shutdown();
    }

    /** Searches without an answer so far. */
    int waiting() {
        return asked.size();
    }

    private void ask() {
        int number = sent++;
        int image = number % IMAGES;
        String id = "load-" + number + "-" + System.nanoTime();
        String space = number % 4 == 0 ? named.id() : null;
        SearchRequest request = SearchRequest.newBuilder()
                .setRequestId(id)
                .setQuery(queries.get(image))
                .setK(HITS)
                .setExcludeQuery(false)
                // Some are, for these search twice; a busy machine could not keep up with the rate if all were.
                .setExpand(number % 8 == 1)
                .setSpace(space)
                .build();
        asked.put(id, new Asked("p" + image, space, Instant.now(), System.nanoTime()));
        var unused = producer.send(new Records(platform.codec()).of(Topics.SEARCH_REQUESTS, id, request));
    }

    private void read() {
        try (Consumer<byte[], byte[]> consumer = platform.clients().reader("load")) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.SEARCH_REPLIES.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            // From the beginning, so that no answer is missed: those to others are passed over by their keys.
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::accept);
            }
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        Asked question = record.key() == null ? null : asked.get(Records.text(record.key()));
        if (question != null) {
            double milliseconds = (System.nanoTime() - question.nanos()) / 1e6;
            SearchReply reply = platform.codec().decode(Topics.SEARCH_REPLIES, record.value());
            answers.add(new Answered(reply, question.image(), question.space(), question.at(), milliseconds));
            asked.remove(Records.text(record.key()));
        }
    }

    /** Ends everything. */
    void stop() throws InterruptedException {
        sender.shutdownNow();
        stopped = true;
        reader.join();
        producer.close();
    }
}
