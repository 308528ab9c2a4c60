package org.lookalike.refit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.lookalike.events.FeatureEncoding;

final class SampleMessageSerdeTest {
    private static final SampleWindow WINDOW = new SampleWindow(-10, 20);

    private final Serde<SampleMessage> serde = SampleMessageSerde.create();

    @Test
    void everyMessageComesBackAsItWas() {
        SampleMessage end = new SampleMessage.End(WINDOW, 5, 1_000, -2, 3);
        SampleMessage forget = new SampleMessage.Forget("ä picture");

        assertThat(thereAndBack(end)).isEqualTo(end);
        assertThat(thereAndBack(forget)).isEqualTo(forget);
    }

    @Test
    void aRowCarriesItsImage() {
        byte[] features = {0, 0, -128, 63, 0, 0, 0, 64};
        SampledImage image =
                new SampledImage("id", 7, FeatureEncoding.FLOAT32_LE, 2, features, "line 7", "file:///a", "gear");

        SampleMessage back = thereAndBack(new SampleMessage.Row(WINDOW, true, false, image.toBytes()));

        assertThat(back).isInstanceOfSatisfying(SampleMessage.Row.class, row -> {
            assertThat(row.window()).isEqualTo(WINDOW);
            assertThat(row.inWindow()).isTrue();
            assertThat(row.inLongTerm()).isFalse();
            SampledImage carried = SampledImage.of(row.image());
            assertThat(carried.imageId()).isEqualTo("id");
            assertThat(carried.time()).isEqualTo(7);
            assertThat(carried.source()).isEqualTo("line 7");
            assertThat(carried.uri()).isEqualTo("file:///a");
            assertThat(carried.label()).isEqualTo("gear");
            assertThat(carried.values()).containsExactly(1, 2);
        });
    }

    @Test
    void refusesWhatALaterVersionWrote() {
        assertThatThrownBy(() -> serde.deserializer().deserialize("topic", new byte[] {99}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("type 99");
    }

    private SampleMessage thereAndBack(SampleMessage message) {
        return serde.deserializer().deserialize("topic", serde.serializer().serialize("topic", message));
    }
}
