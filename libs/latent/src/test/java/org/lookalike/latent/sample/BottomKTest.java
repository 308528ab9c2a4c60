package org.lookalike.latent.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.sample.SampleUpdate.Outcome;

class BottomKTest {
    @Test
    void keepsTheSmallestHashesInTheirOrder() {
        BottomK<Integer> sample = offered(20, IntStream.range(0, 500).boxed().toList());
        List<String> wanted = IntStream.range(0, 500)
                .mapToObj(BottomKTest::id)
                .sorted((one, other) -> Long.compareUnsigned(SampleHash.of(one), SampleHash.of(other)))
                .limit(20)
                .toList();
        assertThat(ids(sample)).isEqualTo(wanted);
    }

    @Test
    void isBlindToOrderAndDuplicates() {
        List<Integer> images = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
        BottomK<Integer> sample = offered(32, images);
        for (int seed = 0; seed < 20; seed++) {
            List<Integer> replayed = new ArrayList<>(images);
            replayed.addAll(images.subList(0, 150));
            Collections.shuffle(replayed, new Random(seed));
            assertSame(offered(32, replayed), sample);
        }
    }

    @Test
    void mergedSamplesAreTheSampleOfTheUnion() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<BottomK<Integer>> parts = new ArrayList<>();
            List<Integer> union = new ArrayList<>();
            for (int part = 0; part < 4; part++) {
                List<Integer> images =
                        random.ints(random.nextInt(200), 0, 400).boxed().toList();
                parts.add(offered(25, images));
                union.addAll(images);
            }
            assertSame(BottomK.merge(25, parts, (earlier, later) -> later), offered(25, union));
            Collections.reverse(parts);
            assertSame(BottomK.merge(25, parts, (earlier, later) -> later), offered(25, union));
        }
    }

    @Test
    void equalHashesStayOrGoTogetherWhateverTheOrder() {
        List<Integer> images = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
        List<String> first = null;
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(images, new Random(seed));
            BottomK<Integer> sample = new BottomK<>(10, id -> Integer.parseInt(id.substring(3)) / 4);
            images.forEach(image -> sample.offer(id(image), image));
            first = first == null ? ids(sample) : first;
            assertThat(ids(sample)).isEqualTo(first).hasSize(8);
        }
    }

    @Test
    void everyImageIsEquallyLikelyToBeKept() {
        // 400 worlds of 200 ids, k 20: each place of arrival is kept in 40 worlds on average, with deviation 6.
        int[] kept = new int[200];
        for (int world = 0; world < 400; world++) {
            BottomK<Integer> sample = new BottomK<>(20);
            for (int i = 0; i < 200; i++) {
                sample.offer("world-" + world + "/" + i, i);
            }
            sample.entries().forEach(entry -> kept[entry.payload()]++);
        }
        double chiSquare = 0;
        for (int count : kept) {
            chiSquare += (count - 40) * (count - 40) / (40 * 0.9);
        }
        // 199 degrees of freedom: mean 199, deviation 20.
        assertThat(chiSquare).isBetween(119.0, 279.0);
    }

    @Test
    void hashesAreSpreadEvenly() {
        int[] buckets = new int[64];
        for (int i = 0; i < 64_000; i++) {
            buckets[(int) (SampleHash.of(id(i)) >>> 58)]++;
        }
        assertThat(IntStream.of(buckets).boxed()).allMatch(count -> count > 840 && count < 1160);
    }

    @Test
    void hashesAreTheSameOnEveryMachine() {
        // The first 16 digits of: printf image-1 | sha256sum
        assertThat("%016x".formatted(SampleHash.of("image-1"))).isEqualTo("0cf457e24a479f02");
    }

    @Test
    void aNewVersionOfAnImageTakesThePlaceOfTheEarlier() {
        BottomK<Integer> sample = new BottomK<>(3);
        assertThat(sample.offer("a", 1).outcome()).isEqualTo(Outcome.ENTERED);
        assertThat(sample.offer("a", 2).outcome()).isEqualTo(Outcome.REPLACED);
        assertThat(sample.get("a")).contains(2);
        assertThat(sample.size()).isEqualTo(1);
    }

    @Test
    void tellsWhoHadToLeave() {
        BottomK<Integer> sample = offered(5, IntStream.range(0, 200).boxed().toList());
        List<String> before = ids(sample);
        int next = 200;
        while (!sample.admits(id(next))) {
            assertThat(sample.offer(id(next), next)).isEqualTo(SampleUpdate.REFUSED);
            next++;
        }
        assertThat(sample.offer(id(next), next)).isEqualTo(new SampleUpdate(Outcome.ENTERED, List.of(before.get(4))));
    }

    @Test
    void placesOfForgottenImagesAreNotFilledByWhateverComesNext() {
        List<Integer> images = IntStream.range(0, 1000).boxed().toList();
        BottomK<Integer> sample = offered(50, images.subList(0, 500));
        List<String> forgotten = ids(sample).subList(0, 10);
        forgotten.forEach(id -> assertThat(sample.forget(id)).isPresent());
        images.subList(500, 1000).forEach(image -> sample.offer(id(image), image));
        List<String> wanted = images.stream()
                .map(BottomKTest::id)
                .filter(id -> !forgotten.contains(id))
                .sorted((one, other) -> Long.compareUnsigned(SampleHash.of(one), SampleHash.of(other)))
                .limit(sample.size())
                .toList();
        assertThat(ids(sample)).isEqualTo(wanted).hasSizeBetween(40, 50);
        assertThat(sample.forget("never offered")).isEmpty();
    }

    @Test
    void comesBackFromAStoreAsItWas() {
        BottomK<Integer> sample = offered(30, IntStream.range(0, 300).boxed().toList());
        sample.forget(ids(sample).get(3));
        BottomK<Integer> restored = BottomK.restore(30, sample.bound(), sample.entries());
        assertSame(restored, sample);
        assertThat(ids(BottomK.restore(10, sample.bound(), sample.entries())))
                .isEqualTo(ids(sample).subList(0, 10));
    }

    @Test
    void theMergeAsksWhichPayloadIsNewer() {
        BottomK<Integer> one = new BottomK<>(3);
        BottomK<Integer> other = new BottomK<>(3);
        one.offer("a", 7);
        other.offer("a", 5);
        assertThat(BottomK.merge(3, List.of(one, other), Math::max).get("a")).contains(7);
        assertThat(BottomK.merge(3, List.of(other, one), Math::max).get("a")).contains(7);
    }

    @Test
    void estimatesHowManyImagesThereAre() {
        assertThat(offered(100, IntStream.range(0, 60).boxed().toList()).estimatedPopulation())
                .isEqualTo(60);
        double mean = 0;
        for (int world = 0; world < 50; world++) {
            BottomK<Integer> sample = new BottomK<>(100);
            for (int i = 0; i < 3000; i++) {
                sample.offer("estimate-" + world + "/" + i, i);
            }
            mean += sample.estimatedPopulation() / 50;
        }
        // One estimate deviates by about 300, the mean of 50 by 42.
        assertThat(mean).isCloseTo(3000, within(170.0));
    }

    @Test
    void refusesACapacityOfNothing() {
        assertThatThrownBy(() -> new BottomK<>(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity 0");
    }

    private static BottomK<Integer> offered(int capacity, List<Integer> images) {
        BottomK<Integer> sample = new BottomK<>(capacity);
        images.forEach(image -> sample.offer(id(image), image));
        return sample;
    }

    private static void assertSame(BottomK<Integer> sample, BottomK<Integer> wanted) {
        assertThat(sample.entries()).isEqualTo(wanted.entries());
        assertThat(sample.bound()).isEqualTo(wanted.bound());
    }

    private static List<String> ids(BottomK<Integer> sample) {
        return sample.entries().stream().map(Sampled::imageId).toList();
    }

    private static String id(int image) {
        return "id-" + image;
    }
}
