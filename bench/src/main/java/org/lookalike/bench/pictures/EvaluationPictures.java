package org.lookalike.bench.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The labelled pictures beside the repository, divided as {@code split.json} there says. */
public final class EvaluationPictures {
    private static final String ARCHIVE = "evaluation.zip";
    private static final String SPLIT = "split.json";
    private static final String TOP = "evaluation/";
    private static final List<String> SETS = List.of("material", "pcb");

    private EvaluationPictures() {}

    /**
     * The sets.
     *
     * @param repository the repository's folder
     * @throws IllegalArgumentException if the pictures are not there
     */
    public static List<LabelledSet> load(Path repository) {
        Path archive = file(repository, ARCHIVE);
        JsonNode split;
        try {
            split = new ObjectMapper().readTree(file(repository, SPLIT).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SPLIT, e);
        }
        Map<String, byte[]> pictures =
                SharedFolder.entries(archive, name -> SETS.stream().anyMatch(set -> name.startsWith(TOP + set + "/")));
        return SETS.stream()
                .map(set -> new LabelledSet(
                        set,
                        chosen(split.path(set).path("gallery"), pictures),
                        chosen(split.path(set).path("queries"), pictures)))
                .toList();
    }

    private static List<Picture> chosen(JsonNode names, Map<String, byte[]> pictures) {
        List<Picture> chosen = new ArrayList<>();
        for (JsonNode name : names) {
            byte[] bytes = Objects.requireNonNull(pictures.get(TOP + name.asText()), name.asText());
            chosen.add(new Picture(name.asText(), bytes));
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
