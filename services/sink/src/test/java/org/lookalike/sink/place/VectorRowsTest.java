package org.lookalike.sink.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.lookalike.sink.TestVectorEvents.vector;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.TestVectorEvents;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.VectorRow;

final class VectorRowsTest {
    private static final RowOrigin ORIGIN = new RowOrigin(2, 7_000_000_000L);

    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final VectorRows rows = new VectorRows(codec);

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void carriesEverythingThatIsFilteredOnOrAnswered() {
        EncodedImage image = read(vector("a", 1, -2.5f));

        assertThat(image.encoderId()).isEqualTo(TestVectorEvents.ENCODER);
        assertThat(image.features())
                .isEqualTo(new VectorRow(
                        "a",
                        new float[] {1, -2.5f},
                        "line 7",
                        TestVectorEvents.CAPTURED,
                        "file:///pictures/1",
                        "ab".repeat(32),
                        Map.of("station", "7"),
                        Membership.NONE,
                        ORIGIN));
    }

    @Test
    void anImageWithoutItsOwnTimeHasThatOfItsArrival() {
        assertThat(read(vector("a", 1, 2).setCapturedAt(null)).features().time())
                .isEqualTo(TestVectorEvents.ARRIVED);
    }

    @Test
    void readsHalfPrecision() {
        EncodedImage image = read(TestVectorEvents.halves("a", 0x3c00, 0xc100, 0x0001));
        assertThat(image.features().vector()).containsExactly(1f, -2.5f, 0x1p-24f);
    }

    @Test
    void goesIntoNoSpaceButThoseOfItsEncoder() {
        EncodedImage image = read(vector("a", 1, 2));
        Space own = Space.raw(TestVectorEvents.ENCODER, 2);
        Space foreign = Space.raw("ffeeddccbbaa9988", 2);
        Space longer = Space.raw(TestVectorEvents.ENCODER, 3);

        assertThat(image.fits(own)).isTrue();
        assertThat(image.fits(foreign)).isFalse();
        assertThat(image.fits(longer)).isFalse();
        assertThatThrownBy(() -> image.in(foreign))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(foreign.id());
        assertThatThrownBy(() -> image.in(longer))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("2 features");
    }

    @Test
    void aRowOfAFittedSpaceHasItsCluster() {
        Space fitted = Space.fitted(
                TestVectorEvents.ENCODER,
                "vectors",
                LinearProjection.of(new float[] {1, 1, 1}, new float[] {1, 0, 0, 0, 1, 0}),
                List.of(
                        new Cluster("right", new float[] {1, 0}, 7, 0.1f, List.of()),
                        new Cluster("up", new float[] {0, 1}, 5, 0.2f, List.of())),
                null);

        VectorRow row = read(vector("a", 1, 5, 9)).in(fitted);

        assertThat(row.vector()).containsExactly(0, 1);
        assertThat(row.membership()).isEqualTo(new Membership("up", 0));
        assertThat(row.source()).isEqualTo("line 7");
        assertThat(row.origin()).isEqualTo(ORIGIN);
    }

    @ParameterizedTest
    @CsvSource({"-1", "1", "3", "2147483647"})
    void refusesDimensionsThatAreNotThoseOfTheFeatures(int dimensions) {
        assertThat(invalid(vector("a", 1, 2).setDimensions(dimensions)))
                .contains("8 bytes of features", "%d values".formatted(dimensions));
    }

    @Test
    void refusesFeaturesThatAreNone() {
        assertThat(invalid(vector("a"))).contains("a", "other than zero");
        assertThat(invalid(vector("a", 0, 0))).contains("other than zero");
        assertThat(invalid(vector("a", 1, Float.NaN))).contains("finite");
        assertThat(invalid(vector("a", 1, Float.NEGATIVE_INFINITY))).contains("finite");
        assertThat(invalid(TestVectorEvents.halves("a", 0x3c00, 0x7c00))).contains("finite");
    }

    @Test
    void refusesALayoutThatItDoesNotKnow() {
        assertThat(invalid(vector("a", 1, 2).setEncoding(FeatureEncoding.UNKNOWN)))
                .contains("does not know");
    }

    @Test
    void refusesFieldsThatTheStoreDoesNotTake() {
        assertThat(invalid(vector("a", 1, 2).setSha256("abc"))).contains("sha256 of a");
        assertThat(invalid(vector("a", 1, 2).setSource("x".repeat(257)))).contains("limit 256");
        assertThat(invalid(vector("a", 1, 2).setAttributes(Map.of("", "x")))).contains("key must not be empty");
    }

    @Test
    void refusesAnEventUnderAnotherKey() {
        byte[] value = codec.encode(Topics.VECTORS, vector("a", 1, 2).build());
        PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, () -> rows.read("b", value, ORIGIN));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(failure).hasMessageContaining("'a'").hasMessageContaining("'b'");
    }

    @Test
    void readsFeaturesWhereverTheyLieInTheirBuffer() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 9, 0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        assertThat(read(vector("a", 1, 2).setFeatures(bytes.position(2)))
                        .features()
                        .vector())
                .containsExactly(1, 2);
    }

    private EncodedImage read(ImageVector.Builder event) {
        return rows.read(event.getImageId(), codec.encode(Topics.VECTORS, event.build()), ORIGIN);
    }

    private String invalid(ImageVector.Builder event) {
        PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, () -> read(event));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        return String.valueOf(failure.getMessage());
    }
}
