package org.lookalike.bench.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.admin.progress.IndexingProgress;
import org.lookalike.bench.console.BenchEnvironment;
import org.lookalike.bench.fuzz.AvroSeeds;
import org.lookalike.bench.fuzz.FuzzSeeds;
import org.lookalike.bench.fuzz.Mutations;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.soak.ResidentMemory;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchClientConfig;
import org.lookalike.client.SearchQuery;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.platform.lifecycle.PlatformConfig;
import org.lookalike.schemas.InboxHeaders;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.SinkGroup;
import org.lookalike.standalone.system.StandaloneSystem;

/**
 * Sends mutated pictures by the inbox and by HTTP, and mutated messages to the topics that anybody may write to, and follows
 * each picture to its end. Of ten inputs, seven are pictures on the inbox, one is an upload, and two are messages.
 */
final class MutationRun {
    private static final int KINDS = 10;
    private static final int INBOX = 7;
    private static final int UPLOADS = 8;
    /** Of so many pictures on the inbox, one has a mutated header. */
    private static final int HEADER_EVERY = 5;

    private static final int REAL_PICTURES = 60;
    private static final int MAX_UNFINISHED = 300;
    private static final int SAMPLES = 10;
    /** Enough that each partition of each topic gets some. */
    private static final int SOUND_PICTURES = 40;

    private static final int SOUND_SEARCHES = 20;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STANDSTILL = Duration.ofMinutes(2);
    private static final int ACCEPTED = 202;
    private static final int UNAVAILABLE = 503;

    private final int count;
    private final Mutations mutations;
    private final List<String> flags;
    private final Consumer<String> report;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Set<String> sent = new HashSet<>();
    /** Those of which nothing is known yet. */
    private final Set<String> open = new HashSet<>();

    private final Set<String> messages = new HashSet<>();
    private final Map<String, String> refusedUploads = new TreeMap<>();
    private final List<MutationOutcome.Memory> memory = new ArrayList<>();

    MutationRun(int count, long seed, List<String> flags, Consumer<String> report) {
        this.count = count;
        this.mutations = new Mutations(seed);
        this.flags = flags;
        this.report = report;
    }

    MutationOutcome run() throws Exception {
        try (WorkFolder folder = WorkFolder.create();
                StandaloneSystem system =
                        StandaloneSystem.start(folder.resolve("state"), flags, report, () -> failed.set(true))) {
            return run(system);
        }
    }

    private MutationOutcome run(StandaloneSystem system) throws Exception {
        PlatformConfig platform = read(system, PlatformConfig::from);
        KafkaClients clients = new KafkaClients(platform.kafka());
        long start = System.nanoTime();
        try (AvroCodec codec = new AvroCodec(platform.kafka().registryUrl(), true);
                Producer<byte[], byte[]> producer = clients.producer("mutate");
                IndexingProgress progress = new IndexingProgress(clients, codec, read(system, SinkGroup::prefix))) {
            publish(system, codec, producer, progress);
            finish(progress, 0);
            boolean alive = takesSoundInput(system, producer, progress);
            return outcome(clients, codec, progress, alive, (System.nanoTime() - start) / 1e9);
        }
    }

    private <C> C read(StandaloneSystem system, Function<Settings, C> reader) {
        return Settings.readPart(system.addresses().flags(), Map.of(), reader).config();
    }

    private void publish(
            StandaloneSystem system, AvroCodec codec, Producer<byte[], byte[]> producer, IndexingProgress progress)
            throws IOException, InterruptedException {
        List<byte[]> pictures = new ArrayList<>(realPictures());
        FuzzSeeds.pictures().values().forEach(pictures::addAll);
        List<byte[]> records = AvroSeeds.of(codec);
        HttpClient http = HttpClient.newHttpClient();
        URI uploads = URI.create("http://127.0.0.1:" + system.addresses().get("ingest.http.port"));
        sampleMemory();
        for (int number = 0; number < count; number++) {
            String id = "mutated/%06d".formatted(number);
            int kind = number % KINDS;
            if (kind < INBOX) {
                inbox(producer, id, mutations.of(pictures), number % HEADER_EVERY == 0);
            } else if (kind < UPLOADS) {
                upload(http, uploads, id, mutations.of(pictures));
            } else {
                int topic = number / KINDS % records.size();
                var unused = producer.send(new ProducerRecord<>(
                        AvroSeeds.TOPICS.get(topic).name(),
                        id.getBytes(UTF_8),
                        mutations.of(List.of(records.get(topic)))));
                messages.add(id);
            }
            finish(progress, MAX_UNFINISHED);
            if ((number + 1) % Math.max(1, count / SAMPLES) == 0) {
                // What is under way is no growth.
                producer.flush();
                finish(progress, 0);
                sampleMemory();
                report.accept("%d of %d inputs sent".formatted(number + 1, count));
            }
        }
        producer.flush();
    }

    private static List<byte[]> realPictures() {
        return BenchEnvironment.smallImages(1).images().stream()
                .limit(REAL_PICTURES)
                .map(BenchImage::bytes)
                .toList();
    }

    private void inbox(Producer<byte[], byte[]> producer, String id, byte[] picture, boolean mutatedHeader) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.IMAGES_INBOX.name(), id.getBytes(UTF_8), picture);
        byte[] date = "2026-11-21T10:15:30Z".getBytes(UTF_8);
        record.headers().add(InboxHeaders.SOURCE, "mutate".getBytes(UTF_8));
        record.headers().add(InboxHeaders.CAPTURED_AT, mutatedHeader ? mutations.of(List.of(date)) : date);
        var unused = producer.send(record);
        sent.add(id);
        open.add(id);
    }

    private void upload(HttpClient http, URI uploads, String id, byte[] picture)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        uploads.resolve("/images?source=mutate&id=" + URLEncoder.encode(id, UTF_8)))
                .PUT(BodyPublishers.ofByteArray(picture))
                .build();
        sent.add(id);
        open.add(id);
        HttpResponse<String> response = send(http, request);
        while (response.statusCode() == UNAVAILABLE) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            response = send(http, request);
        }
        if (response.statusCode() != ACCEPTED) {
            refusedUploads.put(
                    id,
                    new ObjectMapper().readTree(response.body()).path("code").asText());
        }
    }

    /** A connection may have been closed after the request before it; to send the same again changes nothing. */
    private static HttpResponse<String> send(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    /** Waits until no more than so many pictures are neither indexed nor refused, or nothing moves any more. */
    private void finish(IndexingProgress progress, int allowed) {
        long moved = System.nanoTime();
        int before = Integer.MAX_VALUE;
        while (true) {
            int unfinished = unfinished(progress);
            if (unfinished <= allowed) {
                return;
            }
            if (unfinished != before) {
                before = unfinished;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                report.accept("%d pictures do not move".formatted(unfinished));
                return;
            }
            progress.poll(POLL);
        }
    }

    private int unfinished(IndexingProgress progress) {
        open.removeIf(id -> isFinished(id, progress));
        return open.size();
    }

    private boolean isFinished(String id, IndexingProgress progress) {
        return progress.indexed().contains(id) || progress.refused().containsKey(id) || refusedUploads.containsKey(id);
    }

    /** Whether pictures and searches on every partition are still taken. */
    private boolean takesSoundInput(
            StandaloneSystem system, Producer<byte[], byte[]> producer, IndexingProgress progress) {
        report.accept("sending sound pictures and searches");
        List<byte[]> pictures = realPictures();
        Set<String> ids = new HashSet<>();
        for (int number = 0; number < SOUND_PICTURES; number++) {
            String id = "sound/%03d".formatted(number);
            var unused = producer.send(new ProducerRecord<>(
                    Topics.IMAGES_INBOX.name(), id.getBytes(UTF_8), pictures.get(number % pictures.size())));
            ids.add(id);
        }
        producer.flush();
        long end = System.nanoTime() + STANDSTILL.toNanos();
        while (!progress.indexed().containsAll(ids) && System.nanoTime() < end) {
            progress.poll(POLL);
        }
        return progress.indexed().containsAll(ids) && answersSearches(system, pictures) && !failed.get();
    }

    private boolean answersSearches(StandaloneSystem system, List<byte[]> pictures) {
        try (SearchClient client = SearchClient.open(SearchClientConfig.at(
                system.addresses().get("kafka.bootstrap-servers"),
                system.addresses().get("registry.url")))) {
            for (int number = 0; number < SOUND_SEARCHES; number++) {
                SearchQuery query = SearchQuery.byImage(pictures.get(number % pictures.size()))
                        .k(1)
                        .timeout(STANDSTILL)
                        .build();
                if (client.search(query).get().hits().isEmpty()) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException e) {
            report.accept("a search failed: " + e.getCause());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private MutationOutcome outcome(
            KafkaClients clients, AvroCodec codec, IndexingProgress progress, boolean alive, double seconds) {
        Map<String, Integer> refused = new TreeMap<>();
        int embedded = 0;
        int missing = 0;
        for (String id : sent) {
            String code = progress.refused().getOrDefault(id, refusedUploads.get(id));
            if (code != null) {
                refused.merge(code, 1, Integer::sum);
            } else if (progress.indexed().contains(id)) {
                embedded++;
            } else {
                report.accept("missing: " + id);
                missing++;
            }
        }
        return new MutationOutcome(
                sent.size(),
                embedded,
                refused,
                missing,
                messages.size(),
                refusedMessages(clients, codec),
                alive,
                memory,
                seconds);
    }

    /** The first refusal of each message counts; unreadable requests have no id, but their origin. */
    private Map<String, Integer> refusedMessages(KafkaClients clients, AvroCodec codec) {
        Set<String> counted = new HashSet<>();
        Map<String, Integer> refused = new TreeMap<>();
        try (TopicReader reader = new TopicReader(clients.reader("mutate"), Topics.IMAGES_QUARANTINED.name())) {
            reader.read(record -> {
                ImageQuarantined event = codec.decode(Topics.IMAGES_QUARANTINED, record.value());
                String id = Records.text(record.key());
                boolean request = Topics.SEARCH_REQUESTS.name().equals(event.getOriginTopic());
                String message = request ? event.getOriginPartition() + "-" + event.getOriginOffset() : id;
                if (message != null && (request || messages.contains(message)) && counted.add(message)) {
                    refused.merge(event.getCode(), 1, Integer::sum);
                }
            });
        }
        return refused;
    }

    private void sampleMemory() {
        System.gc();
        memory.add(new MutationOutcome.Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ResidentMemory.of(ProcessHandle.current().pid())));
    }
}
