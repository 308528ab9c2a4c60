package org.lookalike.query.answer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.VectorQuery;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.labels.Labels;
import org.lookalike.latent.recognition.RecognitionOptions;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.crash.CrashConfig;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;
import org.lookalike.query.recognise.ClassRecogniser;
import org.lookalike.query.recognise.RecognitionConfig;
import org.lookalike.query.reply.ReplyRecords;
import org.lookalike.query.reply.ReplyRouter;
import org.lookalike.query.reply.ReplyTopics.Limits;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.RequestLimits;
import org.lookalike.query.request.RequestParser;
import org.lookalike.query.store.CollectionGuard;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.query.vector.EncoderRegistry;
import org.lookalike.query.vector.QueryImageEncoder;
import org.lookalike.query.vector.QueryVectors;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Audits;
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.spaces.map.ImageMap;
import org.lookalike.testkit.TestImages;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.VectorRow;

/** A handler with its parts: fakes for the encoder and the vector store, a real codec, a clock that stands still. */
final class SearchFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    final PixelEncoder encoder = new PixelEncoder();
    final MirrorEncoder second = new MirrorEncoder();
    final FaultyVectorStore store = new FaultyVectorStore();
    final Health health = new Health();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final AvroCodec codec = new AvroCodec("mock://query-handler", true);
    final Space space = Space.raw(encoder.id(), encoder.dimensions());
    /** What is known of spaces: asked once for each batch. */
    volatile Supplier<Spaces> spaces = () -> Spaces.none().with(space);

    volatile Labels labels = Labels.none();
    volatile ImageMap map = ImageMap.none();

    final ImageStore images;
    final RequestParser parser;
    final CurrentMetadata current;
    final SearchHandler handler;
    final Outage vectorsOutage;
    volatile Instant now = NOW;
    private final ExecutorService enroller = Executors.newSingleThreadExecutor();
    private final ExecutorService encoding = Executors.newSingleThreadExecutor();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private long nextOffset;

    SearchFixture(Path folder) {
        this(folder, false);
    }

    /** @param expanding whether queries are expanded where requests do not say */
    SearchFixture(Path folder, boolean expanding) {
        this(
                folder,
                expanding,
                new RequestLimits(
                        100,
                        3,
                        4,
                        20,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        1_000,
                        Duration.ofSeconds(10)));
    }

    SearchFixture(Path folder, RequestLimits limits) {
        this(folder, false, limits);
    }

    private SearchFixture(Path folder, boolean expanding, RequestLimits limits) {
        images = ImageStores.open(ImageStoreConfig.inFolder(folder));
        vectorsOutage = new Outage("vectors", health);
        ReplyRouter router =
                new ReplyRouter(List.of("search.replies", "answers.*"), topic -> Optional.of(new Limits(6, 4 << 20)));
        ClassRecogniser recogniser = new ClassRecogniser(
                store,
                new RecognitionConfig(RecognitionOptions.defaults(), 100, Duration.ofSeconds(1)),
                enroller,
                () -> now);
        QueryImageEncoder imageEncoder = new QueryImageEncoder(
                new EncoderRegistry(List.of(encoder, second), 16),
                images,
                new Outage("images", health),
                DecodeLimits.defaults(),
                new CrashConfig(folder.resolve("crashes").toString(), Duration.ofDays(1), 1).open("query", () -> now),
                pool,
                encoding,
                () -> now);
        StoreCalls calls = new StoreCalls(vectorsOutage, () -> now);
        CollectionGuard guard = new CollectionGuard(
                store,
                new ExpectedRows(Audits::none, asked -> Map.of(), 0.1, () -> now),
                Duration.ZERO,
                new Outage("collection", health),
                () -> now);
        parser = new RequestParser(codec, router, limits, () -> now);
        current = new CurrentMetadata(() -> spaces.get(), () -> labels, guard);
        handler = new SearchHandler(
                new QueryVectors(imageEncoder, store, calls, pool, 0.25),
                List.of(
                        new RecognitionHandler(recogniser, calls),
                        new MapPlacementHandler(store, calls, () -> map, limits.searchTimeout()),
                        new SimilarHandler(store, calls, expanding, limits.searchTimeout(), pool, 64, () -> now),
                        new ClusterAuditHandler(
                                store, calls, limits.clusterSample(), limits.clusterTimeout(), () -> now)),
                guard,
                new ReplyWriter(new ReplyRecords(codec), metrics));
        health.started();
        store.ensureCollection(space.collection(), PixelEncoder.DIMENSIONS);
    }

    /** The image of a seed. */
    static byte[] image(long seed) {
        return TestImages.png(seed, 32, 32);
    }

    /** Indexes the images of these seeds under the ids p0, p1 and so on. */
    void index(long... seeds) {
        List<VectorRow> rows = new ArrayList<>();
        for (long seed : seeds) {
            rows.add(row("p" + seed, image(seed)));
        }
        store.upsert(space.collection(), rows);
    }

    VectorRow row(String id, byte[] image) {
        return row(space, id, "file:///p/" + id, encoder.features(image), image);
    }

    /** Indexes the images of these seeds in the space's collection, with URIs that name the space. */
    void index(Space in, long... seeds) {
        store.ensureCollection(in.collection(), in.dimensions());
        List<VectorRow> rows = new ArrayList<>();
        for (long seed : seeds) {
            byte[] image = image(seed);
            float[] features = in.encoderId().equals(second.id()) ? second.features(image) : encoder.features(image);
            rows.add(row(in, "p" + seed, in.id() + "/p" + seed, features, image));
        }
        store.upsert(in.collection(), rows);
    }

    private static VectorRow row(Space in, String id, String uri, float[] features, byte[] image) {
        Placement placement = in.place(features);
        return new VectorRow(
                id,
                placement.vector(),
                "line-7",
                NOW,
                uri,
                Sha256.of(image),
                Map.of("station", "3"),
                new Membership(placement.cluster(), placement.clusterDistance()));
    }

    /** Raw features as a caller sends them. */
    static VectorQuery vector(float[] values) {
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        return new VectorQuery(boxed);
    }

    static SearchRequest.Builder request(String id, Object query) {
        return SearchRequest.newBuilder().setRequestId(id).setQuery(query);
    }

    static SearchRequest.Builder byImage(String id, byte[] image) {
        return request(id, new PictureQuery(ByteBuffer.wrap(image)));
    }

    ConsumerRecord<byte[], byte[]> record(SearchRequest request) {
        return record(codec.encode(Topics.SEARCH_REQUESTS, request), NOW);
    }

    ConsumerRecord<byte[], byte[]> record(byte[] value, Instant timestamp) {
        return new ConsumerRecord<>(
                Topics.SEARCH_REQUESTS.name(),
                0,
                nextOffset++,
                timestamp.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    final List<ProducerRecord<byte[], byte[]>> handle(ConsumerRecord<byte[], byte[]>... records) {
        return handle(List.of(records));
    }

    List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> records) {
        return result(records).outputs();
    }

    BatchResult result(List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            MetadataSnapshot metadata = current.get();
            return handler.answer(
                    records.stream()
                            .map(record -> parser.parse(record, metadata))
                            .toList(),
                    metadata);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    SearchReply answer(SearchRequest.Builder request) {
        return reply(handle(record(request.build())).get(0));
    }

    SearchReply reply(ProducerRecord<byte[], byte[]> output) {
        return codec.decode(Topics.SEARCH_REPLIES, output.value());
    }

    /** The code of the error that a request is answered with, or OK. */
    String code(SearchRequest.Builder request) {
        SearchReply reply = answer(request);
        return reply.getError() == null ? "OK" : reply.getError().getCode();
    }

    @Override
    public void close() {
        pool.shutdownNow();
        encoding.shutdownNow();
        enroller.shutdownNow();
        images.close();
        store.close();
        codec.close();
    }
}
