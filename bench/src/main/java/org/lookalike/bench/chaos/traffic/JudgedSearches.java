package org.lookalike.bench.chaos.traffic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchError;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.schemas.Topics;

/**
 * Searches all the time and judges each answer by the {@link Ledger}. It reads every record of the reply topic, however
 * late, so that a request counts as unanswered only if nobody ever answered it.
 */
public final class JudgedSearches implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final int MAX_IDS = 60;
    private static final int K = 10;
    private static final float ITSELF = 0.999f;
    private static final int MAX_WRONG = 200;
    private static final String UNKNOWN_IMAGE = "UNKNOWN_IMAGE";
    /** Errors that a valid request may get although a repetition would not help. */
    private static final Set<String> ALLOWED = Set.of(UNKNOWN_IMAGE, "DEADLINE_EXCEEDED");

    private final AvroCodec codec;
    private final Records records;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final Ledger ledger;
    private final TinyImages images;
    private final SplittableRandom random;
    private final long intervalMs;
    private final List<Thread> threads;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final List<java.util.function.Consumer<Answer>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger hits = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile boolean searching = true;
    private volatile boolean ending;

    /**
     * An answer with hits.
     *
     * @param sentAt when its request was sent, as {@link System#nanoTime} has it
     * @param space the space that was searched
     */
    public record Answer(long sentAt, String space) {}

    /** What is asked, what the answer must show, and what follows from it. */
    private record Pending(long sentAt, String what, Judge judge) {}

    /** Says what is wrong with an answer, or nothing. */
    @FunctionalInterface
    private interface Judge {
        String judge(SearchReply reply, long sentAt);
    }

    /**
     * Begins.
     *
     * @param perSecond how many searches a second
     * @param seed of the pictures and of the choices
     */
    public JudgedSearches(KafkaConfig kafka, Ledger ledger, double perSecond, long seed) {
        this.ledger = ledger;
        this.images = new TinyImages(seed);
        this.random = new SplittableRandom(seed ^ 0x5EA);
        this.intervalMs = Math.max(1, Math.round(1_000 / perSecond));
        KafkaClients clients = new KafkaClients(kafka);
        codec = new AvroCodec(kafka.registryUrl(), false);
        records = new Records(codec);
        producer = clients.producer("chaos-searches");
        consumer = clients.reader("chaos-replies");
        consumer.assign(consumer.partitionsFor(Topics.SEARCH_REPLIES.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        threads = List.of(new Thread(this::search, "searches"), new Thread(this::read, "replies"));
        threads.forEach(Thread::start);
    }

    /** Told of every answer without an error. */
    public void onAnswer(java.util.function.Consumer<Answer> listener) {
        listeners.add(listener);
    }

    /** Begins no more searches by itself. */
    public void stopSearching() {
        searching = false;
    }

    /** What became of the searches so far. */
    public SearchTally tally() {
        synchronized (errors) {
            return new SearchTally(
                    sent.get(),
                    answered.size(),
                    hits.get(),
                    errors,
                    repeated.get(),
                    pending.size(),
                    List.copyOf(wrong));
        }
    }

    /** Requests without a reply, in words. */
    public List<String> unanswered() {
        long now = System.nanoTime();
        return pending.entrySet().stream()
                .map(entry -> "%s (%s), %d s ago"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().what(),
                                Duration.ofNanos(now - entry.getValue().sentAt())
                                        .toSeconds()))
                .toList();
    }

    /** Asks which of these pictures are found. @return completes with their ids; exceptionally on any error */
    public CompletableFuture<Set<String>> whichAreFound(List<String> ids) {
        CompletableFuture<Set<String>> future = new CompletableFuture<>();
        Ledger.Known any = ledger.find(ids.get(0));
        send(
                "which of %d are found".formatted(ids.size()),
                builder(picture(any), ids.size()).setIds(ids).build(),
                (reply, sentAt) -> {
                    if (reply.getError() != null) {
                        future.completeExceptionally(
                                new IllegalStateException(reply.getError().getCode()));
                    } else {
                        future.complete(idsOf(reply));
                    }
                    return "";
                });
        return future;
    }

    private void search() {
        while (!ending) {
            try {
                Thread.sleep(intervalMs);
                if (searching) {
                    ask();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void ask() {
        switch (random.nextInt(8)) {
            case 0, 1 -> ledger.settled(1, random).forEach(this::askById);
            case 2 -> ledger.settled(1, random).forEach(this::askByBytes);
            case 3 -> askForAll();
            case 4 -> ledger.gone(1, random).forEach(this::askForGone);
            case 5 -> askForUnseen();
            case 6 -> askForVersion();
            default -> askForDeleted();
        }
    }

    private void askById(Ledger.Known picture) {
        send(
                "by id " + picture.id(),
                builder(ImageIdQuery.newBuilder().setImageId(picture.id()).build(), K)
                        .build(),
                (reply, sentAt) -> {
                    boolean had = ledger.mustBeFound(picture.id(), sentAt);
                    if (reply.getError() != null) {
                        return had && UNKNOWN_IMAGE.equals(reply.getError().getCode()) ? "is unknown" : "";
                    }
                    return had && !idsOf(reply).contains(picture.id()) ? "did not find itself" : "";
                });
    }

    private void askByBytes(Ledger.Known picture) {
        send("by bytes of " + picture.id(), builder(picture(picture), K).build(), (reply, sentAt) -> {
            if (reply.getError() != null || !ledger.mustBeFound(picture.id(), sentAt)) {
                return "";
            }
            return shows(reply, picture.id()) ? "" : "did not find itself in this version";
        });
    }

    private void askForAll() {
        List<Ledger.Known> wanted = ledger.settled(MAX_IDS, random);
        if (wanted.isEmpty()) {
            return;
        }
        List<String> ids = wanted.stream().map(Ledger.Known::id).toList();
        send(
                "for %d of which all are indexed".formatted(ids.size()),
                builder(picture(wanted.get(0)), ids.size()).setIds(ids).build(),
                (reply, sentAt) -> {
                    if (reply.getError() != null) {
                        return "";
                    }
                    Set<String> shown = idsOf(reply);
                    List<String> missing = ids.stream()
                            .filter(id -> !shown.contains(id) && ledger.mustBeFound(id, sentAt))
                            .toList();
                    return missing.isEmpty()
                            ? ""
                            : "answered from a part: %d of %d are missing, such as %s"
                                    .formatted(missing.size(), ids.size(), missing.get(0));
                });
    }

    private void askForGone(Ledger.Known picture) {
        send(
                "by id of deleted " + picture.id(),
                builder(ImageIdQuery.newBuilder().setImageId(picture.id()).build(), K)
                        .build(),
                (reply, sentAt) ->
                        reply.getError() == null && ledger.mustBeGone(picture.id(), sentAt) ? "was still known" : "");
    }

    private void askForUnseen() {
        List<Ledger.Known> unseen = ledger.unseen(MAX_IDS);
        if (unseen.isEmpty()) {
            return;
        }
        List<String> ids = unseen.stream().map(Ledger.Known::id).toList();
        send(
                "for %d that may be indexed".formatted(ids.size()),
                builder(picture(unseen.get(0)), ids.size()).setIds(ids).build(),
                (reply, sentAt) -> {
                    idsOf(reply).forEach(id -> ledger.found(id, 0, sentAt));
                    return "";
                });
    }

    private void askForVersion() {
        List<Ledger.Known> changed = ledger.unseenAgain(20);
        if (changed.isEmpty()) {
            return;
        }
        Ledger.Known picture = changed.get(random.nextInt(changed.size()));
        send(
                "by new bytes of " + picture.id(),
                builder(picture(picture), 1).setIds(List.of(picture.id())).build(),
                (reply, sentAt) -> {
                    if (shows(reply, picture.id())) {
                        ledger.found(picture.id(), picture.version(), sentAt);
                    }
                    return "";
                });
    }

    private void askForDeleted() {
        List<Ledger.Known> deleted = ledger.unconfirmedDeletions(MAX_IDS);
        if (deleted.isEmpty()) {
            return;
        }
        List<String> ids = deleted.stream().map(Ledger.Known::id).toList();
        send(
                "for %d that were deleted".formatted(ids.size()),
                builder(picture(deleted.get(0)), ids.size()).setIds(ids).build(),
                (reply, sentAt) -> {
                    if (reply.getError() == null) {
                        Set<String> shown = idsOf(reply);
                        ids.stream().filter(id -> !shown.contains(id)).forEach(id -> ledger.missing(id, sentAt));
                    }
                    return "";
                });
    }

    private PictureQuery picture(Ledger.Known picture) {
        return PictureQuery.newBuilder()
                .setBytes(ByteBuffer.wrap(images.png(picture.number(), picture.version())))
                .build();
    }

    private static SearchRequest.Builder builder(Object query, int k) {
        return SearchRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setQuery(query)
                .setK(k)
                .setExcludeQuery(false)
                .setDeadline(Instant.now().plus(DEADLINE));
    }

    private void send(String what, SearchRequest request, Judge judge) {
        String id = request.getRequestId();
        ProducerRecord<byte[], byte[]> record = records.of(Topics.SEARCH_REQUESTS, id, request);
        record.headers()
                .add(ReplyHeaders.REPLY_TOPIC, Topics.SEARCH_REPLIES.name().getBytes(StandardCharsets.UTF_8))
                .add(ReplyHeaders.CORRELATION_ID, id.getBytes(StandardCharsets.UTF_8));
        pending.put(id, new Pending(System.nanoTime(), what, judge));
        try {
            var unused = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    sent.incrementAndGet();
                } else if (pending.remove(id) != null && answered.contains(id)) {
                    // It went through although it was not acknowledged.
                    sent.incrementAndGet();
                }
            });
        } catch (KafkaException e) {
            pending.remove(id);
        }
    }

    private void read() {
        while (!ending) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    accept(record);
                }
            } catch (org.apache.kafka.common.errors.InterruptException e) {
                return;
            } catch (KafkaException e) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        Header correlation = record.headers().lastHeader(ReplyHeaders.CORRELATION_ID);
        if (correlation == null || record.value() == null) {
            return;
        }
        String id = new String(correlation.value(), StandardCharsets.UTF_8);
        SearchReply reply = codec.decode(Topics.SEARCH_REPLIES, record.value());
        Pending asked = pending.remove(id);
        if (!answered.add(id)) {
            repeated.incrementAndGet();
            return;
        }
        if (asked == null) {
            return;
        }
        judge(asked, reply, id);
        if (reply.getError() == null) {
            hits.incrementAndGet();
            Answer answer = new Answer(asked.sentAt(), reply.getSpace());
            listeners.forEach(listener -> listener.accept(answer));
        } else {
            synchronized (errors) {
                errors.merge(reply.getError().getCode(), 1, Integer::sum);
            }
        }
    }

    private void judge(Pending asked, SearchReply reply, String id) {
        List<String> complaints = new ArrayList<>();
        String complaint = asked.judge().judge(reply, asked.sentAt());
        if (!complaint.isEmpty()) {
            complaints.add(complaint);
        }
        SearchError error = reply.getError();
        if (error != null && !error.getRetriable() && !ALLOWED.contains(error.getCode())) {
            complaints.add("was refused with %s: %s".formatted(error.getCode(), error.getMessage()));
        }
        reply.getHits().stream()
                .map(SearchHit::getImageId)
                .filter(hit -> ledger.mustBeGone(hit, asked.sentAt()))
                .findFirst()
                .ifPresent(hit -> complaints.add("showed deleted " + hit));
        if (idsOf(reply).size() < reply.getHits().size()) {
            complaints.add("showed a picture twice");
        }
        if (!complaints.isEmpty() && wrong.size() < MAX_WRONG) {
            wrong.add("%s %s: search %s in space %s %s"
                    .formatted(Instant.now(), id, asked.what(), reply.getSpace(), String.join(", and ", complaints)));
        }
    }

    private static boolean shows(SearchReply reply, String id) {
        return reply.getHits().stream().anyMatch(hit -> hit.getImageId().equals(id) && hit.getScore() >= ITSELF);
    }

    private static Set<String> idsOf(SearchReply reply) {
        Set<String> ids = new HashSet<>();
        reply.getHits().forEach(hit -> ids.add(hit.getImageId()));
        return ids;
    }

    @Override
    public void close() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join(CLOSE.toMillis() * 5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        consumer.close();
        producer.close(CLOSE);
        codec.close();
    }
}
