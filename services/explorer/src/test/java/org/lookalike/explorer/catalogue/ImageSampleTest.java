package org.lookalike.explorer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.sample.SampleHash;

final class ImageSampleTest {
    @Test
    void keepsEverythingUpToItsLimit() {
        ImageSample sample = new ImageSample(100);
        IntStream.range(0, 100).forEach(i -> sample.put(image("p" + i)));
        sample.remove("p7");

        assertThat(sample.images()).hasSize(99);
        assertThat(sample.all()).isEqualTo(99);
    }

    @Test
    void ofMoreItKeepsThoseWithTheSmallestHashesWhateverTheirOrder() {
        List<String> ids = IntStream.range(0, 5_000).mapToObj(i -> "p" + i).toList();
        ImageSample sample = new ImageSample(1_000);
        ids.forEach(id -> sample.put(image(id)));

        List<String> smallest = ids.stream()
                .sorted(Comparator.comparing(SampleHash::of, Long::compareUnsigned))
                .limit(1_000)
                .toList();
        assertThat(sample.images()).hasSizeBetween(1_000, 1_100);
        assertThat(sample.images()).extracting(CataloguedImage::imageId).containsAll(smallest);
        assertThat(sample.all()).isBetween(4_500L, 5_500L);
    }

    @Test
    void criteriaLeaveOutWhatIsNotMeant() {
        CataloguedImage image = image("a");
        assertThat(criteria(List.of(), List.of(), false).matches(image, null)).isTrue();
        assertThat(criteria(List.of("other"), List.of(), false).matches(image, null))
                .isFalse();
        assertThat(criteria(List.of("line"), List.of("bolt"), false).matches(image, "bolt"))
                .isTrue();
        assertThat(criteria(List.of("line"), List.of("bolt"), false).matches(image, null))
                .isFalse();
        assertThat(criteria(List.of(), List.of(), true).matches(image, "bolt")).isFalse();
    }

    private static ImageCriteria criteria(List<String> sources, List<String> labels, boolean unlabelled) {
        return new ImageCriteria(
                java.util.Set.copyOf(sources),
                java.util.Set.of(),
                java.util.Set.copyOf(labels),
                java.util.Set.of(),
                unlabelled,
                null,
                null,
                Map.of());
    }

    private static CataloguedImage image(String id) {
        return new CataloguedImage(id, "line", Instant.EPOCH, Map.of(), "");
    }
}
