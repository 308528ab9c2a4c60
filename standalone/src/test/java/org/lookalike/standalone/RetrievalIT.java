package org.lookalike.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.latent.retrieval.RankedQuery;
import org.lookalike.latent.retrieval.RetrievalMetrics;
import org.lookalike.standalone.indexing.IndexRun;
import org.lookalike.testkit.SharedData;

/** Whether the whole path, decoder to topic, retrieves as well as the plain reference pipeline with the same encoder. */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
class RetrievalIT {
    private static final int DEPTH = 10;
    private static final int IN_FLIGHT = 32;
    private static final double TOLERANCE = 0.01;

    @TempDir
    private static Path folder;

    private static TestSystem system;

    @BeforeAll
    static void start() {
        system = TestSystem.start(folder.resolve("state"));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "material", "pcb"})
    void precisionIsThatOfTheReference(String set) throws Exception {
        JsonNode split = read("split.json").get(set);
        List<String> gallery = texts(split.get("gallery"));
        List<String> queries = texts(split.get("queries"));
        String archive = split.get("archive").asText();
        String top = archive.replace(".zip", "") + "/";
        Set<String> wanted = new HashSet<>(gallery);
        wanted.addAll(queries);
        Map<String, byte[]> pictures = SharedData.entries(
                archive, name -> name.startsWith(top) && wanted.contains(name.substring(top.length())));
        String source = set + "-gallery";
        Path galleryFolder = folder.resolve(source);
        for (String path : gallery) {
            Path file = galleryFolder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, pictures.get(top + path));
        }

        IndexRun.Result indexed = system.index(galleryFolder, source, false);
        assertThat(indexed.indexed()).hasSize(gallery.size());
        List<RankedQuery> rankings = new ArrayList<>();
        try (SearchClient client = system.searchClient()) {
            for (int start = 0; start < queries.size(); start += IN_FLIGHT) {
                List<String> some = queries.subList(start, Math.min(start + IN_FLIGHT, queries.size()));
                List<CompletableFuture<SearchResult>> answers = some.stream()
                        .map(query -> client.search(SearchQuery.byPicture(pictures.get(top + query))
                                .k(DEPTH)
                                .sources(source)
                                // The reference knows files: one with the same bytes is another file.
                                .excludeQuery(false)
                                .timeout(Duration.ofMinutes(1))
                                .build()))
                        .toList();
                for (int index = 0; index < some.size(); index++) {
                    rankings.add(ranking(some.get(index), answers.get(index).get(), gallery.size()));
                }
            }
        }

        double precision = RetrievalMetrics.of(rankings).precisionAt10();
        double reference = read("reference.json")
                .get(set)
                .get("efficientnet_lite0_squash")
                .get("raw_cos")
                .get("p10")
                .asDouble();
        System.out.printf("%s: precision@10 %.4f, reference %.4f%n", set, precision, reference);
        assertThat(precision).isCloseTo(reference, within(TOLERANCE));
    }

    /** How many relevant pictures there are counts for other figures than precision. */
    private static RankedQuery ranking(String query, SearchResult answer, int galleryPictures) {
        assertThat(answer.hits()).hasSize(DEPTH);
        List<String> labels =
                answer.hits().stream().map(hit -> label(hit.imageId())).toList();
        return new RankedQuery(label(query), labels, galleryPictures);
    }

    /** A picture's class is the name of the folder that it lies in. */
    private static String label(String path) {
        String[] parts = path.split("/", -1);
        return parts[parts.length - 2];
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static JsonNode read(String file) throws IOException {
        return new ObjectMapper().readTree(SharedData.file(file).toFile());
    }
}
