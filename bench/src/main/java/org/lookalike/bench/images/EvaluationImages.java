package org.lookalike.bench.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The labelled images beside the repository, divided as {@code split.json} there says. */
public final class EvaluationImages {
    private static final String SPLIT = "split.json";
    private static final String ARCHIVE_SUFFIX = ".zip";
    private static final List<String> SETS = List.of("material", "pcb");
    private static final List<String> ALL_SETS = List.of("demo", "material", "pcb");

    private EvaluationImages() {}

    /**
     * The sets of the evaluation.
     *
     * @param repository the repository's folder
     * @throws IllegalArgumentException if the images are not there
     */
    public static List<LabelledSet> load(Path repository) {
        return load(repository, SETS);
    }

    /**
     * The same and the demo.
     *
     * @param repository the repository's folder
     * @throws IllegalArgumentException if the images are not there
     */
    public static List<LabelledSet> loadAll(Path repository) {
        return load(repository, ALL_SETS);
    }

    private static List<LabelledSet> load(Path repository, List<String> sets) {
        JsonNode split;
        try {
            split = new ObjectMapper().readTree(file(repository, SPLIT).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SPLIT, e);
        }
        return sets.stream().map(set -> set(repository, set, split.path(set))).toList();
    }

    private static LabelledSet set(Path repository, String name, JsonNode split) {
        String archive = split.path("archive").asText();
        String top = archive.substring(0, archive.length() - ARCHIVE_SUFFIX.length()) + "/";
        Map<String, byte[]> images = new HashMap<>();
        SharedFolder.entries(file(repository, archive), file -> file.startsWith(top))
                .forEach((file, bytes) -> images.put(file.substring(top.length()), bytes));
        return new LabelledSet(name, chosen(split.path("gallery"), images), chosen(split.path("queries"), images));
    }

    private static List<BenchImage> chosen(JsonNode names, Map<String, byte[]> images) {
        List<BenchImage> chosen = new ArrayList<>();
        for (JsonNode name : names) {
            byte[] bytes = Objects.requireNonNull(images.get(name.asText()), name.asText());
            chosen.add(new BenchImage(name.asText(), bytes));
        }
        return chosen;
    }

    private static Path file(Path repository, String name) {
        return SharedFolder.file(repository, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s is not in %s, where the labelled pictures are looked for (LOOKALIKE_SHARED_DATA names another"
                                        .formatted(name, SharedFolder.folder(repository))
                                + " folder)"));
    }
}
