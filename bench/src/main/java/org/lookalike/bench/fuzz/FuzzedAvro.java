package org.lookalike.bench.fuzz;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageDeletion;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.ImageVector;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;

/** Decodes Avro records of registered schemas, as every service does with its input. */
final class FuzzedAvro implements FuzzBody {
    private static final List<Topic<? extends SpecificRecord>> TOPICS =
            List.of(Topics.IMAGES_ARRIVED, Topics.VECTORS, Topics.SEARCH_REQUESTS, Topics.IMAGES_DELETIONS);
    private static final String ZEROS = "0".repeat(64);

    private final AvroCodec codec = new AvroCodec("mock://fuzz-avro", true);
    private final List<byte[]> sound = sound(codec);

    /** Each is the number of a topic and a record of it. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try (AvroCodec codec = new AvroCodec("mock://fuzz-avro-seeds", true)) {
            List<byte[]> sound = sound(codec);
            for (int topic = 0; topic < sound.size(); topic++) {
                byte[] record = sound.get(topic);
                byte[] body = new byte[record.length - Integer.BYTES];
                body[0] = (byte) topic;
                System.arraycopy(record, 1 + Integer.BYTES, body, 1, body.length - 1);
                seeds.add(body);
            }
        }
        return seeds;
    }

    /** A record of each topic, in the order of the topics. */
    static List<byte[]> sound(AvroCodec codec) {
        return List.of(
                codec.encode(
                        Topics.IMAGES_ARRIVED,
                        ImageArrived.newBuilder()
                                .setImageId("a")
                                .setUri("file:///a")
                                .setSha256(ZEROS)
                                .setSizeBytes(1)
                                .setSource("line")
                                .setArrivedAt(Instant.EPOCH)
                                .build()),
                codec.encode(
                        Topics.VECTORS,
                        ImageVector.newBuilder()
                                .setImageId("a")
                                .setEncoderId(ZEROS.substring(0, 16))
                                .setDimensions(2)
                                .setEncoding(FeatureEncoding.FLOAT32_LE)
                                .setFeatures(ByteBuffer.allocate(8))
                                .setUri("file:///a")
                                .setSha256(ZEROS)
                                .setSource("line")
                                .setArrivedAt(Instant.EPOCH)
                                .setEmbeddedAt(Instant.EPOCH)
                                .setWidth(1)
                                .setHeight(1)
                                .build()),
                codec.encode(
                        Topics.SEARCH_REQUESTS,
                        SearchRequest.newBuilder()
                                .setRequestId("r")
                                .setQuery(new ImageIdQuery("a"))
                                .build()),
                codec.encode(
                        Topics.IMAGES_DELETIONS,
                        ImageDeletion.newBuilder().setImageId("a").build()));
    }

    @Override
    public void run(byte[] input) {
        FuzzInput parts = new FuzzInput(input);
        int topic = parts.next() % TOPICS.size();
        // The schema's own id, so that what follows is read by it.
        byte[] header = ByteBuffer.allocate(1 + Integer.BYTES)
                .put(sound.get(topic), 0, 1 + Integer.BYTES)
                .array();
        try {
            codec.decode(TOPICS.get(topic), FuzzSeeds.joined(header, parts.rest()));
        } catch (PermanentFailure e) {
            return;
        }
    }
}
