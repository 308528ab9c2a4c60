package org.lookalike.bench.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is wrong at the end, by what is wrong: each a list of sentences that name an id and a place.
 *
 * @param lost pictures that were accepted and are missing in a ready collection, in an answer or in the image store
 * @param doubled ids with more than one row
 * @param undeleted pictures that were deleted and are still somewhere
 * @param outdated pictures whose row is of older content than what was published last
 * @param collections how many rows each ready collection has
 */
record EndState(
        Set<String> lost,
        Set<String> doubled,
        Set<String> undeleted,
        Set<String> outdated,
        Map<String, Long> collections) {
    /** Copies the collections. */
    EndState {
        lost = Set.copyOf(lost);
        doubled = Set.copyOf(doubled);
        undeleted = Set.copyOf(undeleted);
        outdated = Set.copyOf(outdated);
        collections = Map.copyOf(collections);
    }

    boolean isWhole() {
        return lost.isEmpty() && doubled.isEmpty() && undeleted.isEmpty() && outdated.isEmpty();
    }

    /** The counts in a few words. */
    String summary() {
        return "%d lost, %d doubled, %d undeleted, %d outdated; rows %s"
                .formatted(
                        pictures(lost),
                        pictures(doubled),
                        pictures(undeleted),
                        pictures(outdated),
                        new TreeMap<>(collections));
    }

    /** How many pictures the sentences are about: one may be missing in several places. */
    static int pictures(Set<String> sentences) {
        return (int) sentences.stream()
                .map(sentence -> sentence.substring(0, Math.max(0, sentence.indexOf(':'))))
                .distinct()
                .count();
    }

    /** Some of each. */
    List<String> examples(int count) {
        return List.of(lost, doubled, undeleted, outdated).stream()
                .flatMap(each -> each.stream().sorted().limit(count))
                .toList();
    }
}
