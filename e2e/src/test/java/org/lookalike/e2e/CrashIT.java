package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.admin.topic.TopicSetup;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchClientConfig;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.embedder.Embedder;
import org.lookalike.embedder.EmbedderConfig;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.TestEncoder;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.intake.accept.ExifDateConfig;
import org.lookalike.intake.accept.ExifDates;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.intake.accept.Submission;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.provision.process.StartFailure;
import org.lookalike.query.Query;
import org.lookalike.query.QueryConfig;
import org.lookalike.schemas.Topics;
import org.lookalike.schemas.Urgency;
import org.lookalike.testkit.TestImages;
import org.lookalike.vectorstore.InMemoryVectorStore;

/** Real processes that an image ends by a native crash, in the decoder or in inference: they start again until it is set aside. */
class CrashIT {
    private static final int POISON = 13;
    private static final String DECODER_POISON = "poison of the decoder";
    private static final String ENCODER_POISON = "poison of the encoder";
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    /** One death to suspect it, two alone in work to know. */
    private static final int DEATHS = 3;

    private static final int GOOD = 9;
    private static final int GOOD_LEVEL = 100;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    @Test
    void imagesEndEmbedderAndQueryThreeTimesEachAndTheRestGoesOn() throws Exception {
        TestEncoder.write(folder.resolve("encoder"));
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                EmbeddedRegistry registry = EmbeddedRegistry.start(folder.resolve("registry"), 0)) {
            KafkaConfig kafka = new KafkaConfig(broker.bootstrapServers(), registry.url(), false, Map.of());
            try (TopicSetup setup = new TopicSetup(kafka)) {
                setup.create(Topics.all(), Optional.of((short) 1));
            }
            publish(kafka);
            KafkaClients clients = new KafkaClients(kafka);
            try (Supervised embedder = new Supervised("crash-embedder", CrashingEmbedder.class, flags(kafka));
                    Supervised query = new Supervised("crash-query", CrashingQuery.class, queryFlags(kafka));
                    TopicInspector spaces = new TopicInspector(clients, Topics.SPACES);
                    TopicInspector vectors = new TopicInspector(clients, Topics.VECTORS);
                    TopicInspector quarantined = new TopicInspector(clients, Topics.IMAGES_QUARANTINED);
                    SearchClient client =
                            SearchClient.open(SearchClientConfig.at(kafka.bootstrapServers(), kafka.registryUrl()))) {
                superviseUntil(embedder, query, () -> !spaces.keys().isEmpty());
                CompletableFuture<SearchResult> poison = ask(client, bitmap());
                superviseUntil(
                        embedder,
                        query,
                        () -> vectors.keys().size() == GOOD
                                && quarantined.keys().size() == 2
                                && poison.isDone());

                assertThat(vectors.keys()).doesNotContain(DECODER_POISON, ENCODER_POISON);
                assertThat(refused(kafka))
                        .containsOnly(
                                Map.entry(DECODER_POISON, "IMAGE_CRASHES"), Map.entry(ENCODER_POISON, "IMAGE_CRASHES"));
                assertThat(embedder.deaths).isBetween(DEATHS, 2 * DEATHS);

                assertThat(code(poison)).isEqualTo("IMAGE_CRASHES");
                assertThat(query.deaths).isEqualTo(DEATHS);
                // The same picture ends no process any more, whoever asks by it, and others are answered.
                CompletableFuture<SearchResult> again = ask(client, bitmap());
                CompletableFuture<SearchResult> good = ask(client, TestImages.grey(GOOD_LEVEL));
                superviseUntil(embedder, query, () -> again.isDone() && good.isDone());
                assertThat(code(again)).isEqualTo("IMAGE_CRASHES");
                assertThat(good.handle((result, failure) -> String.valueOf(failure))
                                .join())
                        .doesNotContain("IMAGE_CRASHES");
                assertThat(query.deaths).isEqualTo(DEATHS);
            }
        }
    }

    private static void superviseUntil(Supervised one, Supervised other, BooleanSupplier done) {
        await().atMost(TIMEOUT).pollInterval(POLL_INTERVAL).pollInSameThread().until(() -> {
            one.startAgainIfDead();
            other.startAgainIfDead();
            return done.getAsBoolean();
        });
    }

    /** A picture that the processes' decoder does not survive. */
    private static byte[] bitmap() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "gif", bytes);
        return bytes.toByteArray();
    }

    private static CompletableFuture<SearchResult> ask(SearchClient client, byte[] image) {
        return client.search(
                SearchQuery.byImage(image).deadline(Instant.now().plus(TIMEOUT)).build());
    }

    private static String code(CompletableFuture<SearchResult> answer) throws InterruptedException {
        try {
            throw new AssertionError("answered: " + answer.get());
        } catch (ExecutionException e) {
            return ((SearchException) e.getCause()).code();
        }
    }

    /** The codes of what was refused, by image id. */
    private static Map<String, String> refused(KafkaConfig kafka) {
        Map<String, String> codes = new HashMap<>();
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            new TopicScanner(new KafkaClients(kafka)).all(Topics.IMAGES_QUARANTINED, record -> {
                ImageQuarantined refusal = codec.decode(Topics.IMAGES_QUARANTINED, record.value());
                codes.put(String.valueOf(refusal.getImageId()), refusal.getCode());
            });
        }
        return codes;
    }

    private void publish(KafkaConfig kafka) throws IOException {
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false);
                ImageStore store = ImageStores.open(ImageStoreConfig.inFolder(folder.resolve("images")));
                Producer<byte[], byte[]> producer = new KafkaClients(kafka).producer("test")) {
            ImageAcceptor acceptor = new ImageAcceptor(
                    new HeaderValidator(DecodeLimits.defaults()),
                    new ExifDates(ExifDateConfig.defaults()),
                    store,
                    new Records(codec),
                    InstantSource.system(),
                    0);
            Map<String, byte[]> images =
                    new HashMap<>(Map.of(DECODER_POISON, bitmap(), ENCODER_POISON, TestImages.grey(POISON)));
            for (int number = 0; number < GOOD; number++) {
                images.put("good-" + number, TestImages.grey(GOOD_LEVEL + number));
            }
            images.forEach((id, bytes) -> {
                var unused =
                        producer.send(acceptor.accept(new Submission(bytes, id, "line", null, Map.of(), Urgency.LIVE))
                                .message());
            });
            producer.flush();
        }
    }

    private List<String> flags(KafkaConfig kafka) throws IOException {
        Path properties = folder.resolve("client.properties");
        Files.writeString(properties, "session.timeout.ms=2000\nheartbeat.interval.ms=500\n");
        return List.of(
                "--kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--registry.url=" + kafka.registryUrl(),
                "--kafka.client-properties-file=" + properties,
                "--store.kind=folder",
                "--store.folder=" + folder.resolve("images"),
                "--encoder.folder=" + folder.resolve("encoder"),
                "--crashes.folder=" + folder.resolve("crashes"));
    }

    /** A request waits here for three processes to die. */
    private List<String> queryFlags(KafkaConfig kafka) throws IOException {
        List<String> flags = new ArrayList<>(flags(kafka));
        flags.add("--query.max-wait=" + TIMEOUT.toSeconds() + "s");
        return flags;
    }

    /** A process that is started again whenever it has died, as a supervisor does. */
    private static final class Supervised implements AutoCloseable {
        private final ServiceProcess process;
        private int deaths;

        Supervised(String name, Class<?> main, List<String> flags) {
            process = ServiceProcess.start(name, main, flags);
        }

        void startAgainIfDead() {
            if (!process.isAlive()) {
                deaths++;
                startAgain();
            }
        }

        private void startAgain() {
            try {
                process.startAgain();
            } catch (StartFailure e) {
                // Died again before it was ready, and is still the process that is not alive.
                assertThat(deaths).as(e.getMessage()).isLessThan(4 * DEATHS);
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** The embedder, with a decoder and an encoder that crash. */
    static final class CrashingEmbedder {
        private CrashingEmbedder() {}

        public static void main(String[] arguments) {
            CrashingGifReaderSpi.install();
            ServiceRunner.run(
                    new ServiceDescriptor<EmbedderConfig>(
                            "embedder",
                            EmbedderConfig::from,
                            (config, platform) -> Embedder.assemble(
                                    config,
                                    platform,
                                    new CrashingEncoder(
                                            platform.own(config.encoder().open())))),
                    arguments);
        }
    }

    /** The query service, with a decoder that crashes and an empty store. */
    static final class CrashingQuery {
        private CrashingQuery() {}

        public static void main(String[] arguments) {
            CrashingGifReaderSpi.install();
            ServiceRunner.run(new ServiceDescriptor<>("query", QueryConfig::from, CrashingQuery::assemble), arguments);
        }

        private static void assemble(QueryConfig config, Platform platform) {
            Query.assemble(
                    config,
                    platform,
                    List.of(platform.own(config.encoder().open())),
                    platform.own(ImageStores.open(config.store())),
                    new InMemoryVectorStore());
        }
    }

    /** Ends the process once it sees the poison. */
    private record CrashingEncoder(Encoder encoder) implements Encoder {
        @Override
        public EncoderDescription description() {
            return encoder.description();
        }

        @Override
        public float[][] encode(EncoderBatch batch, int size) {
            for (int i = 0; i < size; i++) {
                FloatBuffer pixels = batch.slot(i);
                if (Math.abs(pixels.get(0) - (POISON - 127) / 128f) < 1e-4f) {
                    NativeCrash.now();
                }
            }
            return encoder.encode(batch, size);
        }

        @Override
        public void close() {}
    }
}
