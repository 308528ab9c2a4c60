package org.lookalike.bench.chaos.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.InboxHeaders;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;

/**
 * Publishes pictures over HTTP and on the inbox, deletes some over HTTP, by the topic of deletions and by
 * tombstones, and publishes some again, as far as the run has come. Each request is repeated until it is acknowledged, as a careful publisher does.
 */
public final class PictureTraffic implements AutoCloseable {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final long RETRY_MS = 250;
    private static final long PACE_MS = 20;
    private static final String SOURCE = "chaos";
    /** Of the pictures that are deleted, this share before any search has shown them. */
    private static final double EARLY = 0.2;

    /** Of what is published again, this share after its deletion. */
    private static final double REVIVED = 0.25;

    private static final double BY_INBOX = 0.3;
    /** Every so many-th record of a probe id is never used by the rest. */
    private static final int FIRST_PROBE = 1_000_000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final URI uploads;
    private final Producer<byte[], byte[]> producer;
    private final Ledger ledger;
    private final TinyImages images;
    private final Amounts amounts;
    private final DoubleSupplier progress;
    private final long seed;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "pictures"));
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger deleted = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger probes = new AtomicInteger();
    private final AtomicLong retries = new AtomicLong();

    /**
     * How much there is to do in a run.
     *
     * @param pictures how many pictures are published
     * @param deletions how many of them are deleted
     * @param again how many are published again with other content
     */
    public record Amounts(int pictures, int deletions, int again) {}

    /**
     * Begins.
     *
     * @param uploads the address for uploads, ending with a slash
     * @param ledger is told what was acknowledged
     * @param progress how far the run has come, 0 to 1: the same share of the amounts is done
     * @param seed of the pictures and of the choices
     */
    public PictureTraffic(
            URI uploads, KafkaClients clients, Ledger ledger, Amounts amounts, DoubleSupplier progress, long seed) {
        this.uploads = uploads;
        this.producer = clients.producer("chaos-pictures");
        this.ledger = ledger;
        this.images = new TinyImages(seed);
        this.amounts = amounts;
        this.progress = progress;
        this.seed = seed;
        threads.execute(this::publish);
        threads.execute(this::change);
    }

    /** What was acknowledged so far. */
    public Amounts done() {
        return new Amounts(published.get(), deleted.get(), again.get());
    }

    /** How many requests had to be repeated. */
    public long retries() {
        return retries.get();
    }

    /** Whether all was acknowledged. */
    public boolean isDone() {
        return done().equals(amounts);
    }

    /** Publishes one more picture over HTTP and returns when that was acknowledged, or the traffic ends. */
    public Ledger.Known probe() throws InterruptedException {
        int number = FIRST_PROBE + probes.getAndIncrement();
        Ledger.Known probe = new Ledger.Known(Ledger.PROBE + (number - FIRST_PROBE), number, 0);
        byte[] bytes = images.png(number, 0);
        upload(probe.id(), bytes);
        ledger.accepted(probe.id(), number, 0, Sha256.of(bytes));
        return probe;
    }

    private void publish() {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5EED);
        try {
            for (int number = 0; number < amounts.pictures() && awaitTurn(number, amounts.pictures()); number++) {
                byte[] bytes = images.png(number, 0);
                boolean byInbox = random.nextDouble() < BY_INBOX;
                String id = (byInbox ? Ledger.BY_INBOX : "part-") + "%06d".formatted(number);
                if (byInbox) {
                    send(inboxRecord(id, bytes));
                } else {
                    upload(id, bytes);
                }
                ledger.accepted(id, number, 0, Sha256.of(bytes));
                published.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void change() {
        SplittableRandom random = new SplittableRandom(seed ^ 0xDE1);
        int total = amounts.deletions() + amounts.again();
        try {
            for (int number = 0; number < total && awaitTurn(number + 1, total); number++) {
                // Spread evenly, so that both go on until the end.
                boolean delete =
                        (long) (number + 1) * amounts.deletions() / total > (long) number * amounts.deletions() / total;
                Ledger.Known chosen = delete ? chooseForDeletion(random) : chooseForAnother(random);
                if (chosen.number() < 0) {
                    return;
                }
                ledger.changing(chosen.id());
                if (delete) {
                    delete(chosen, random);
                } else {
                    publishAgain(chosen);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ledger.Known chooseForDeletion(SplittableRandom random) throws InterruptedException {
        Ledger.Known early = random.nextDouble() < EARLY ? ledger.uploaded(random) : Ledger.NONE;
        return early.equals(Ledger.NONE) ? awaitChoice(() -> ledger.found(random)) : early;
    }

    /** One that is found, or one that was deleted: its new bytes must survive what still comes of the deletion. */
    private Ledger.Known chooseForAnother(SplittableRandom random) throws InterruptedException {
        List<Ledger.Known> gone = random.nextDouble() < REVIVED ? ledger.gone(1, random) : List.of();
        return gone.isEmpty() || gone.get(0).version() > 0 ? awaitChoice(() -> ledger.foundOnce(random)) : gone.get(0);
    }

    private Ledger.Known awaitChoice(Supplier<Ledger.Known> choice) throws InterruptedException {
        Ledger.Known chosen = choice.get();
        while (chosen.equals(Ledger.NONE) && !ending.get()) {
            Thread.sleep(RETRY_MS);
            chosen = choice.get();
        }
        return chosen;
    }

    private void delete(Ledger.Known picture, SplittableRandom random) throws InterruptedException {
        switch (random.nextInt(3)) {
            case 0 ->
                request(HttpRequest.newBuilder(uploads.resolve(picture.id())).DELETE());
            case 1 -> send(Records.tombstone(Topics.IMAGES_ARRIVED, picture.id()));
            default ->
                send(new ProducerRecord<>(
                        Topics.IMAGES_DELETIONS.name(),
                        random.nextInt(Topics.IMAGES_DELETIONS.partitions()),
                        Records.key(picture.id()),
                        null));
        }
        ledger.deleted(picture.id());
        deleted.incrementAndGet();
    }

    private void publishAgain(Ledger.Known picture) throws InterruptedException {
        byte[] bytes = images.png(picture.number(), 1);
        upload(picture.id(), bytes);
        ledger.accepted(picture.id(), picture.number(), 1, Sha256.of(bytes));
        again.incrementAndGet();
    }

    /** @return false when the traffic ends */
    private boolean awaitTurn(int number, int total) throws InterruptedException {
        while (!ending.get() && number > progress.getAsDouble() * total) {
            Thread.sleep(PACE_MS);
        }
        return !ending.get();
    }

    private void upload(String id, byte[] bytes) throws InterruptedException {
        request(HttpRequest.newBuilder(uploads.resolve("%s?source=%s".formatted(id, SOURCE)))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    private void request(HttpRequest.Builder builder) throws InterruptedException {
        HttpRequest request = builder.timeout(REQUEST_TIMEOUT).build();
        while (!ending.get()) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                int status = response.statusCode();
                if (status / 100 == 2) {
                    return;
                }
                if (status / 100 == 4 && status != 429) {
                    throw new IllegalStateException(
                            "%s was answered %d: %s".formatted(request, status, response.body()));
                }
            } catch (IOException e) {
                // Not acknowledged: ingest is gone, or cut off, or was killed before it answered.
            }
            retries.incrementAndGet();
            Thread.sleep(RETRY_MS);
        }
        throw new InterruptedException("the traffic ends");
    }

    private static ProducerRecord<byte[], byte[]> inboxRecord(String id, byte[] bytes) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.IMAGES_INBOX.name(), Records.key(id), bytes);
        record.headers().add(InboxHeaders.SOURCE, SOURCE.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        while (!ending.get()) {
            try {
                producer.send(record).get();
                return;
            } catch (ExecutionException e) {
                retries.incrementAndGet();
                Thread.sleep(RETRY_MS);
            }
        }
        throw new InterruptedException("the traffic ends");
    }

    @Override
    public void close() {
        ending.set(true);
        threads.shutdownNow();
        try {
            var unused = threads.awaitTermination(REQUEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(2));
    }
}
