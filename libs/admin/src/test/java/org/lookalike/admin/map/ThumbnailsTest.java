package org.lookalike.admin.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

class ThumbnailsTest {
    private static final List<MapPoint> POINTS = TestMap.points(60);

    @Test
    void everyPointHasOneWhereThereIsRoom() {
        Thumbnails thumbnails = Thumbnails.of(POINTS, TestMap::image, 96, 10_000_000);

        assertThat(thumbnails.count()).isEqualTo(60);
        assertThat(thumbnails.side()).isEqualTo(96);
        assertThat(thumbnails.bytes())
                .isEqualTo(IntStream.range(0, 60)
                        .mapToLong(i -> thumbnails.of(i).orElseThrow().length)
                        .sum());
    }

    @Test
    void allBecomeSmallerBeforeAnyIsLeftOut() {
        long whole = Thumbnails.of(POINTS, TestMap::image, 96, 10_000_000).bytes();

        Thumbnails smaller = Thumbnails.of(POINTS, TestMap::image, 96, whole * 2 / 3);
        Thumbnails few = Thumbnails.of(POINTS, TestMap::image, 96, 5_000);

        assertThat(smaller.side()).isBetween(32, 95);
        assertThat(smaller.bytes()).isBetween(whole / 4, whole * 2 / 3);
        assertThat(few.bytes()).isLessThanOrEqualTo(5_000);
        assertThat(few.count()).isBetween(1L, 59L);
    }

    @Test
    void imagesThatCannotBeHadLeaveTheirPointsWithout() {
        Thumbnails thumbnails = Thumbnails.of(
                POINTS,
                point -> switch (POINTS.indexOf(point)) {
                    case 0 -> Optional.empty();
                    case 1 -> throw new PermanentFailure(ErrorCode.BYTES_MISSING, "gone");
                    case 2 -> Optional.of(new byte[] {1, 2, 3});
                    default -> TestMap.image(point);
                },
                48,
                10_000_000);

        assertThat(thumbnails.count()).isEqualTo(57);
        assertThat(IntStream.range(0, 3).mapToObj(thumbnails::of)).allMatch(Optional::isEmpty);
        assertThat(Thumbnails.NONE.of(0)).isEmpty();
        assertThatThrownBy(() -> Thumbnails.of(POINTS, TestMap::image, 8, 0)).hasMessageContaining("side 8");
    }
}
