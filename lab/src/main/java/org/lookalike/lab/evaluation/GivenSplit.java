package org.lookalike.lab.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lookalike.lab.figures.Split;
import org.lookalike.platform.failure.TransientFailure;

/**
 * A split that a JSON file gives: for each set an object with {@code gallery}, the paths to fit on, and {@code queries},
 * those to test.
 */
public final class GivenSplit {
    private GivenSplit() {}

    /**
     * Reads one.
     *
     * @param set which one of the file, or empty where it has only one or one of the images' archive's name
     * @param archive the archive's or folder's name without its ending
     * @param partial whether images that the file names may be missing, as they are where classes were chosen
     * @throws IllegalArgumentException if the file is not like that, or names images that are neither here nor left out
     */
    public static Split read(Path file, String set, String archive, boolean partial, EvaluationData data) {
        JsonNode sets = parse(file);
        String name = set.isEmpty() && sets.size() == 1 ? sets.fieldNames().next() : set.isEmpty() ? archive : set;
        JsonNode split = sets.get(name);
        if (split == null
                || !split.path("gallery").isArray()
                || !split.path("queries").isArray()) {
            throw new IllegalArgumentException(
                    "%s has no set %s with the lists gallery and queries: choose one by --set".formatted(file, name));
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < data.images().size(); i++) {
            numbers.put(data.images().get(i).path(), i);
        }
        Set<String> unread = new HashSet<>();
        data.leftOut().forEach(leftOut -> unread.add(leftOut.path()));
        int[] fit = numbers(file, split.path("gallery"), numbers, partial, unread);
        int[] test = numbers(file, split.path("queries"), numbers, partial, unread);
        return new Split(fit, test);
    }

    private static int[] numbers(
            Path file, JsonNode paths, Map<String, Integer> numbers, boolean partial, Set<String> unread) {
        List<Integer> chosen = new ArrayList<>();
        for (JsonNode path : paths) {
            // Removed, so that no image is used twice.
            Integer number = numbers.remove(path.asText());
            if (number != null) {
                chosen.add(number);
            } else if (!partial && !unread.contains(path.asText())) {
                throw new IllegalArgumentException("%s names %s, which is not among the pictures, or names it twice"
                        .formatted(file, path.asText()));
            }
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("%s leaves one side without pictures".formatted(file));
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private static JsonNode parse(Path file) {
        try {
            JsonNode read = new ObjectMapper().readTree(file.toFile());
            if (!read.isObject()) {
                throw new IllegalArgumentException("%s is no JSON object of sets".formatted(file));
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new TransientFailure("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
