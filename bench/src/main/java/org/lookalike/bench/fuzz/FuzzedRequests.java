package org.lookalike.bench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.events.BurstRule;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.VectorQuery;
import org.lookalike.labels.Labels;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.query.reply.ReplyRouter;
import org.lookalike.query.reply.ReplyTopics;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.RequestLimits;
import org.lookalike.query.request.RequestParser;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Parses a search request: its record, its headers, its filters. Each is accepted or refused, and nothing is thrown. */
final class FuzzedRequests implements FuzzBody {
    private static final List<String> HEADERS =
            List.of("kafka_replyTopic", "kafka_replyPartition", "kafka_correlationId", "client-id", "other");
    private static final int MAX_HEADERS = 6;
    private static final int DIMENSIONS = 4;

    private final AvroCodec codec = new AvroCodec("mock://fuzz-requests", true);
    private final byte[] header = new byte[1 + Integer.BYTES];
    private final MetadataSnapshot metadata =
            new MetadataSnapshot(Spaces.none().with(Space.raw("0123456789abcdef", DIMENSIONS)), Labels.none());
    private final RequestParser parser = new RequestParser(
            codec,
            new ReplyRouter(
                    List.of("search.replies", "answers.*"),
                    topic -> topic.startsWith("answers.none")
                            ? Optional.empty()
                            : Optional.of(new ReplyTopics.Limits(6, 1 << 20))),
            Settings.read(List.of(), Map.of(), RequestLimits::from).config(),
            Clock.systemUTC());

    FuzzedRequests() {
        System.arraycopy(encoded(codec).get(0), 0, header, 0, header.length);
    }

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try (AvroCodec codec = new AvroCodec("mock://fuzz-request-seeds", true)) {
            for (byte[] record : encoded(codec)) {
                seeds.add(FuzzSeeds.joined(
                        new byte[] {2, 0, 9},
                        "answers.a".getBytes(UTF_8),
                        new byte[] {1, 4, 0, 0, 0, 1},
                        body(record)));
            }
        }
        return seeds;
    }

    private static byte[] body(byte[] record) {
        byte[] body = new byte[record.length - 1 - Integer.BYTES];
        System.arraycopy(record, 1 + Integer.BYTES, body, 0, body.length);
        return body;
    }

    private static List<byte[]> encoded(AvroCodec codec) {
        SearchRequest plain = SearchRequest.newBuilder()
                .setRequestId("r")
                .setQuery(new ImageIdQuery("a"))
                .build();
        SearchRequest filtered = SearchRequest.newBuilder(plain)
                .setQuery(new VectorQuery(List.of(1f, 2f, 3f, 4f)))
                .setSources(List.of("line 7"))
                .setFrom(Instant.parse("2026-01-01T00:00:00Z"))
                .setTo(Instant.parse("2027-01-01T00:00:00Z"))
                .setAttributes(Map.of("station", "7"))
                .setIds(List.of("a", "b"))
                .setMinScore(0.5f)
                .setCollapse(new BurstRule(1_000L, 0.9f))
                .setGroupBy("part")
                .build();
        SearchRequest examples = SearchRequest.newBuilder(plain)
                .setQuery(ExamplesQuery.newBuilder()
                        .setLike(List.of(new ImageIdQuery("a"), new PictureQuery(ByteBuffer.wrap(new byte[] {1, 2}))))
                        .build())
                .build();
        return List.of(
                codec.encode(Topics.SEARCH_REQUESTS, plain),
                codec.encode(Topics.SEARCH_REQUESTS, filtered),
                codec.encode(Topics.SEARCH_REQUESTS, examples));
    }

    @Override
    public void run(byte[] input) {
        FuzzInput parts = new FuzzInput(input);
        List<Map.Entry<String, byte[]>> headers = new ArrayList<>();
        for (int left = parts.next() % MAX_HEADERS; left > 0; left--) {
            headers.add(Map.entry(HEADERS.get(parts.next() % HEADERS.size()), parts.part()));
        }
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(Topics.SEARCH_REQUESTS.name(), 0, 0, null, FuzzSeeds.joined(header, parts.rest()));
        headers.forEach(each -> record.headers().add(each.getKey(), each.getValue()));

        parser.parse(record, metadata);
    }
}
