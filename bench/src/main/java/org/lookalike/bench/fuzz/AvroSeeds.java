package org.lookalike.bench.fuzz;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageDeletion;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.ImageVector;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;

/** Sound Avro records of the topics that anybody may write to. */
public final class AvroSeeds {
    /** The topics, in the order of their records. */
    public static final List<Topic<? extends SpecificRecord>> TOPICS =
            List.of(Topics.IMAGES_ARRIVED, Topics.VECTORS, Topics.SEARCH_REQUESTS, Topics.IMAGES_DELETIONS);

    private static final String ZEROS = "0".repeat(64);

    private AvroSeeds() {}

    /** A record of each topic, in the order of the topics. */
    public static List<byte[]> of(AvroCodec codec) {
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
}
