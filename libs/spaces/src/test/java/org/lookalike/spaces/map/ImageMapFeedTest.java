package org.lookalike.spaces.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.MapPlace;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs({"skipped: map event", "skipped: 3 bytes on map"})
final class ImageMapFeedTest {
    private final AvroCodec codec = new AvroCodec("mock://map", true);

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void placesComeBack() {
        ImageMap map = read(place("a", "m1", 1, 2), place("b", "m1", 3, 4));

        assertThat(map.id()).isEqualTo("m1");
        assertThat(map.of("b")).contains(new ImageMap.Place("m1", 3, 4));
        assertThat(map.of("c")).isEmpty();
    }

    @Test
    void aLaterMapReplacesTheEarlierOneWhole() {
        ImageMap map = read(place("a", "m1", 1, 2), place("b", "m1", 3, 4), place("a", "m2", 5, 6));

        assertThat(map.id()).isEqualTo("m2");
        assertThat(map.of("a")).contains(new ImageMap.Place("m2", 5, 6));
        assertThat(map.of("b")).as("not on the later map").isEmpty();
    }

    @Test
    void aTombstoneTakesAnImageOffAndNonsenseIsSkipped() {
        ImageMap map = read(
                place("a", "m1", 1, 2),
                place("b", "m1", 3, 4),
                new ProducerRecord<>(Topics.MAP.name(), Records.key("a"), null),
                new ProducerRecord<>(Topics.MAP.name(), Records.key("b"), new byte[] {1, 2, 3}));

        assertThat(map.of("a")).isEmpty();
        assertThat(map.of("b")).contains(new ImageMap.Place("m1", 3, 4));
    }

    @Test
    void aPlaceThatIsNoneIsSkippedAndTheNextOneTaken() {
        MapPlace nowhere = MapPlace.newBuilder()
                .setMapId("m2")
                .setImageId("a")
                .setX(Float.NaN)
                .setY(0)
                .setAt(Instant.EPOCH)
                .build();

        ImageMap map = read(
                place("a", "m1", 1, 2),
                new ProducerRecord<>(Topics.MAP.name(), Records.key("a"), codec.encode(Topics.MAP, nowhere)),
                place("b", "m1", 3, 4));

        assertThat(map.id()).isEqualTo("m1");
        assertThat(map.images()).containsExactlyInAnyOrder("a", "b");
        assertThat(map.of("a")).contains(new ImageMap.Place("m1", 1, 2));
    }

    private ProducerRecord<byte[], byte[]> place(String imageId, String map, float x, float y) {
        return ImageMapFeed.record(codec, imageId, new ImageMap.Place(map, x, y), Instant.EPOCH);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    private ImageMap read(ProducerRecord<byte[], byte[]>... sent) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : sent) {
            read.add(new ConsumerRecord<>(record.topic(), 0, read.size(), record.key(), record.value()));
        }
        return ImageMapFeed.reducer(codec).reduce(ImageMap.none(), read);
    }
}
