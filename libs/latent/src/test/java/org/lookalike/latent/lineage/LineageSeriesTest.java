package org.lookalike.latent.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.latent.lineage.ClusterTransition.Kind;
import org.lookalike.latent.lineage.RefitSeries.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lineage against the truth of simulated series of refits. */
class LineageSeriesTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(LineageSeriesTest.class);
    private static final double WANTED = 0.95;

    private final LineageTracker tracker = new LineageTracker(LineageRules.defaults());

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.05})
    void isRightWhereImagesChangeTheirClusterByChance(double noise) {
        Score score = new Score();
        for (long seed = 1; seed <= 8; seed++) {
            Random random = new Random(~seed);
            play(
                    new RefitSeries(seed),
                    60,
                    score,
                    series -> new Observed(noisy(series, noise, random), identity(series)));
        }
        judge(score, "label noise " + noise);
    }

    @Test
    void isRightAfterKMeans() {
        Score score = new Score();
        for (long seed = 1; seed <= 5; seed++) {
            long start = seed;
            play(new RefitSeries(seed), 45, score, series -> clustered(series, start));
        }
        judge(score, "k-means");
    }

    private static void judge(Score score, String series) {
        LOGGER.atInfo()
                .addKeyValue("series", series)
                .addKeyValue("right", score.share(Set.of(Kind.values())))
                .addKeyValue("figures", score)
                .log("lineage.scored");
        assertThat(score.share(Set.of(Kind.values())))
                .as("%s: %s", series, score)
                .isGreaterThanOrEqualTo(WANTED);
        assertThat(score.share(Set.of(Kind.SPLIT, Kind.MERGE, Kind.BIRTH, Kind.DEATH)))
                .as("changes other than to continue, %s: %s", series, score)
                .isGreaterThanOrEqualTo(WANTED);
    }

    private void play(RefitSeries series, int refits, Score score, Fit fit) {
        Observed last = fit.fit(series);
        Set<String> used = new HashSet<>();
        List<String> ids = tracker.track(
                        OldClusters.none(), new NewClusters("space-0", series.clusters(), last.members), used)
                .newIds();
        for (int refit = 1; refit <= refits; refit++) {
            used.addAll(ids);
            Set<Event> truth = series.advance();
            Observed now = fit.fit(series);
            Lineage lineage = tracker.track(
                    new OldClusters(ids, last.members),
                    new NewClusters("space-" + refit, series.clusters(), now.members),
                    used);
            assertThat(lineage.newIds()).doesNotHaveDuplicates().hasSize(series.clusters());
            score.add(truth, events(lineage, ids, last, now));
            ids = lineage.newIds();
            last = now;
        }
    }

    /** What the lineage says, in the true clusters' indexes; a wrong heir makes an event that no truth contains. */
    private static Set<Event> events(Lineage lineage, List<String> oldIds, Observed last, Observed now) {
        return lineage.changes().stream()
                .map(change -> new Event(
                        change.kind(),
                        truths(change.from(), oldIds, last),
                        heirIsRight(change) ? truths(change.to(), lineage.newIds(), now) : Set.of(-2)))
                .collect(Collectors.toSet());
    }

    /** The first of each side is the one that gave or received most. */
    private static boolean heirIsRight(ClusterTransition change) {
        return switch (change.kind()) {
            case BIRTH, DEATH -> true;
            case CONTINUE, SPLIT, MERGE ->
                change.to().get(0).equals(change.from().get(0));
        };
    }

    private static Set<Integer> truths(List<String> ids, List<String> all, Observed observed) {
        return ids.stream().map(id -> observed.truth[all.indexOf(id)]).collect(Collectors.toSet());
    }

    private static Map<String, Integer> noisy(RefitSeries series, double noise, Random random) {
        Map<String, Integer> members = series.members();
        members.replaceAll((id, cluster) ->
                random.nextDouble() < noise ? Integer.valueOf(random.nextInt(series.clusters())) : cluster);
        return members;
    }

    private static int[] identity(RefitSeries series) {
        int[] truth = new int[series.clusters()];
        Arrays.setAll(truth, index -> index);
        return truth;
    }

    private static Observed clustered(RefitSeries series, long seed) {
        Map<String, double[]> vectors = series.vectors();
        List<String> imageIds = vectors.keySet().stream().sorted().toList();
        double[][] points = imageIds.stream().map(vectors::get).toArray(double[][]::new);
        int[] assigned = new PlainKMeans(points, series.clusters(), seed).assign();
        Map<String, Integer> members = new HashMap<>();
        int[][] votes = new int[series.clusters()][series.clusters()];
        Map<String, Integer> truth = series.members();
        for (int i = 0; i < assigned.length; i++) {
            members.put(imageIds.get(i), assigned[i]);
            votes[assigned[i]][truth.get(imageIds.get(i))]++;
        }
        return new Observed(
                members,
                Arrays.stream(votes).mapToInt(LineageSeriesTest::largest).toArray());
    }

    private static int largest(int[] votes) {
        int largest = 0;
        for (int i = 1; i < votes.length; i++) {
            largest = votes[i] > votes[largest] ? i : largest;
        }
        return largest;
    }

    private interface Fit {
        Observed fit(RefitSeries series);
    }

    /** A fit's assignment, and which true cluster each of its clusters stands for. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Observed(Map<String, Integer> members, int[] truth) {}

    /** Right events over all that are in the truth or were told, by kind. */
    private static final class Score {
        private final Map<Kind, Integer> right = new EnumMap<>(Kind.class);
        private final Map<Kind, Integer> all = new EnumMap<>(Kind.class);

        void add(Set<Event> truth, Set<Event> told) {
            Set<Event> either = new HashSet<>(truth);
            either.addAll(told);
            for (Event event : either) {
                all.merge(event.kind(), 1, Integer::sum);
                right.merge(event.kind(), truth.contains(event) && told.contains(event) ? 1 : 0, Integer::sum);
            }
        }

        double share(Set<Kind> kinds) {
            return (double) count(right, kinds) / count(all, kinds);
        }

        private static int count(Map<Kind, Integer> counts, Set<Kind> kinds) {
            return kinds.stream().mapToInt(kind -> counts.getOrDefault(kind, 0)).sum();
        }

        @Override
        public String toString() {
            return "right %s of %s".formatted(right, all);
        }
    }
}
