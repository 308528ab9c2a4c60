package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.embedder.Embedder;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.TestEncoder;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.intake.accept.Accepted;
import org.lookalike.intake.accept.ExifDateConfig;
import org.lookalike.intake.accept.ExifDates;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.intake.accept.Submission;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;
import org.lookalike.schemas.Urgency;
import org.lookalike.sink.Sink;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.testkit.TestImages;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;

/** Real processes, killed in the middle of indexing and started again. */
class FaultIT {
    private static final int IMAGES = 3_000;
    /** So many images further on, the next process is killed. */
    private static final int STEP = 300;
    /** So many must still be to do after each kill, or it was not in the middle. */
    private static final long LEFT = 100;

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    @TempDir
    private Path folder;

    @Test
    void everyImageIsIndexedOnceThoughEmbedderSinkAndMilvusAreKilled() throws Exception {
        EncoderFolder encoder = TestEncoder.write(folder.resolve("encoder"));
        Space space =
                Space.raw(encoder.description().id(), encoder.description().dimensions());
        try (ClusterFixture cluster = new ClusterFixture(folder)) {
            Map<String, String> hashes = publish(cluster);
            try (ServiceProcess embedder = ServiceProcess.start("embedder", Embedder.class, embedderFlags(cluster));
                    ServiceProcess sink = ServiceProcess.start("sink", Sink.class, sinkFlags(cluster));
                    TopicInspector arrived = new TopicInspector(cluster.clients(), Topics.IMAGES_ARRIVED);
                    TopicInspector vectors = new TopicInspector(cluster.clients(), Topics.VECTORS);
                    VectorStore store = VectorStores.open(
                            VectorStoreConfig.at(cluster.milvus().uri()))) {
                awaitVectors(vectors, STEP);
                embedder.kill();
                assertThat(arrived.lag("embedder")).isGreaterThan(LEFT);
                embedder.startAgain();

                awaitVectors(vectors, vectors.keys().size() + STEP);
                sink.kill();
                assertThat(arrived.lag("embedder")
                                + vectors.lag(current(cluster, space).group("sink")))
                        .isGreaterThan(LEFT);
                sink.startAgain();

                long lag = vectors.lag(current(cluster, space).group("sink")) + arrived.lag("embedder");
                await().atMost(TIMEOUT)
                        .pollInterval(POLL_INTERVAL)
                        .until(() -> vectors.lag(current(cluster, space).group("sink")) + arrived.lag("embedder")
                                < lag - STEP);
                cluster.milvus().kill();
                assertThat(arrived.lag("embedder")
                                + vectors.lag(current(cluster, space).group("sink")))
                        .isGreaterThan(LEFT);
                cluster.milvus().restart();

                awaitVectors(vectors, IMAGES);
                await().atMost(TIMEOUT)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(
                                        store.count(current(cluster, space).collection()))
                                .isEqualTo(IMAGES));
                List<String> indexed = new ArrayList<>();
                store.forEachId(current(cluster, space).collection(), indexed::add);
                assertThat(indexed).containsExactlyInAnyOrderElementsOf(hashes.keySet());
                assertThat(store.contentHashes(current(cluster, space).collection(), hashes.keySet()))
                        .isEqualTo(hashes);
                assertThat(vectors.keys()).containsExactlyInAnyOrderElementsOf(hashes.keySet());
                try (TopicInspector quarantined = new TopicInspector(cluster.clients(), Topics.IMAGES_QUARANTINED)) {
                    assertThat(quarantined.lag("nobody")).isZero();
                }
                // Neither service gave up on the way.
                assertThat(embedder.isAlive()).as(embedder.logTail()).isTrue();
                assertThat(sink.isAlive()).as(sink.logTail()).isTrue();
            }
        }
    }

    private static void awaitVectors(TopicInspector vectors, int count) {
        await().atMost(TIMEOUT)
                .pollInterval(POLL_INTERVAL)
                .until(() -> vectors.keys().size() >= count);
    }

    /** Puts the images into the store and on the topic. @return the SHA-256 of each, by image id */
    private Map<String, String> publish(ClusterFixture cluster) {
        Map<String, String> hashes = new TreeMap<>();
        try (AvroCodec codec = new AvroCodec(cluster.kafka().registryUrl(), false);
                ImageStore store = ImageStores.open(
                        new ImageStoreConfig(ImageStoreConfig.Kind.FOLDER, folder.resolve("images"), false, null));
                Producer<byte[], byte[]> producer = cluster.clients().producer("test")) {
            ImageAcceptor acceptor = new ImageAcceptor(
                    new HeaderValidator(DecodeLimits.defaults()),
                    new ExifDates(ExifDateConfig.defaults()),
                    store,
                    new Records(codec),
                    InstantSource.system(),
                    0);
            for (int number = 0; number < IMAGES; number++) {
                byte[] image = TestImages.png(number, TestEncoder.SIDE, TestEncoder.SIDE);
                Accepted accepted = acceptor.accept(
                        new Submission(image, "part-%04d".formatted(number), "line-1", null, Map.of(), Urgency.LIVE));
                var unused = producer.send(accepted.message());
                hashes.put(accepted.event().getImageId(), accepted.event().getSha256());
            }
            producer.flush();
        }
        return hashes;
    }

    private List<String> embedderFlags(ClusterFixture cluster) {
        List<String> flags = new ArrayList<>(cluster.flags());
        flags.add("--store.kind=folder");
        flags.add("--store.folder=" + folder.resolve("images"));
        flags.add("--encoder.folder=" + folder.resolve("encoder"));
        // Small transactions, so that there is a middle to be killed in.
        flags.add("--embedder.transaction.max-records=20");
        return flags;
    }

    private static List<String> sinkFlags(ClusterFixture cluster) {
        List<String> flags = new ArrayList<>(cluster.flags());
        flags.add("--milvus.uri=" + cluster.milvus().uri());
        flags.add("--sink.batch.max-size=20");
        return flags;
    }

    /** The space in its present incarnation. */
    private static Space current(ClusterFixture cluster, Space space) {
        try (AvroCodec codec = new AvroCodec(cluster.kafka().registryUrl(), false)) {
            return SpaceFeed.read(cluster.clients(), codec).find(space.id()).orElseThrow();
        }
    }
}
