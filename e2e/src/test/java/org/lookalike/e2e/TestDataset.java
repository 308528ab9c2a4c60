package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.latent.retrieval.RankedQuery;
import org.lookalike.latent.retrieval.RetrievalMetrics;
import org.lookalike.testkit.SharedData;

/**
 * One of the labelled sets of images behind the reference figures: those of its gallery are indexed, under a source of
 * their own, and its queries are asked for.
 */
final class TestDataset {
    private static final int DEPTH = 10;
    private static final int IN_FLIGHT = 32;
    /** Answers that name the whole gallery are long: enough that one is encoded while another is searched for. */
    private static final int RANKINGS_IN_FLIGHT = 8;

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final String name;
    private final String top;
    private final List<String> gallery;
    private final List<String> queries;
    private final Map<String, byte[]> images;

    private TestDataset(String name, JsonNode split) {
        this.name = name;
        this.gallery = texts(split.get("gallery"));
        this.queries = texts(split.get("queries"));
        String archive = split.get("archive").asText();
        this.top = archive.replace(".zip", "") + "/";
        Set<String> wanted = new HashSet<>(gallery);
        wanted.addAll(queries);
        this.images = SharedData.entries(
                archive, entry -> entry.startsWith(top) && wanted.contains(entry.substring(top.length())));
    }

    /** Reads the set of that name. */
    static TestDataset of(String name) {
        return new TestDataset(name, read("split.json").get(name));
    }

    String source() {
        return name + "-gallery";
    }

    /**
     * Writes the gallery's images of some classes into a folder of the caller's.
     *
     * @return how many
     */
    int write(Path folder, Predicate<String> classes) throws IOException {
        int written = 0;
        for (String path : gallery) {
            if (classes.test(label(path))) {
                Path file = folder.resolve(path);
                Files.createDirectories(file.getParent());
                Files.write(file, images.get(top + path));
                written++;
            }
        }
        return written;
    }

    /** What the plain pipeline reaches with the same encoder. */
    double reference(String... figure) {
        JsonNode node = read("reference.json").get(name).get("efficientnet_lite0_squash");
        for (String key : figure) {
            node = node.get(key);
        }
        return node.asDouble();
    }

    /**
     * Asks for every query image in the active space.
     *
     * @param expand whether the queries are expanded, which the reference's are not
     * @param each is shown every answer
     */
    double precisionAt10(SearchClient client, boolean expand, Consumer<SearchResult> each)
            throws InterruptedException, ExecutionException {
        Map<String, SearchResult> answers = ask(
                client,
                queries,
                IN_FLIGHT,
                query -> query.k(DEPTH).sources(source()).expand(expand),
                (query, answer) -> answer);
        answers.values().forEach(each);
        return RetrievalMetrics.of(answers.entrySet().stream()
                        .map(answer -> ranking(answer.getKey(), answer.getValue()))
                        .toList())
                .precisionAt10();
    }

    /**
     * Asks for query images in one space, among everything that is indexed.
     *
     * @param hits the size of the gallery, so that nothing is cut off
     * @param every 1 asks for each query, 2 for each second one, and so on
     * @return the queries' average precisions, by class
     */
    Map<String, List<Double>> averagePrecision(SearchClient client, String space, int hits, int every)
            throws InterruptedException, ExecutionException {
        List<String> some = IntStream.range(0, queries.size())
                .filter(number -> number % every == 0)
                .mapToObj(queries::get)
                .toList();
        Map<String, List<Double>> byClass = new TreeMap<>();
        ask(
                        client,
                        some,
                        RANKINGS_IN_FLIGHT,
                        query -> query.k(hits).space(space).expand(false),
                        (query, answer) -> averagePrecision(label(query), answer))
                .forEach((query, precision) -> byClass.computeIfAbsent(label(query), any -> new ArrayList<>())
                        .add(precision));
        return byClass;
    }

    /**
     * Searches by image, with so many searches under way.
     *
     * @param use makes of each answer what is kept of it
     * @return what was made, by query and in the order of the queries
     */
    private <T> Map<String, T> ask(
            SearchClient client,
            List<String> asked,
            int atOnce,
            Consumer<SearchQuery.Builder> options,
            BiFunction<String, SearchResult, T> use)
            throws InterruptedException, ExecutionException {
        Semaphore inFlight = new Semaphore(atOnce);
        Map<String, CompletableFuture<T>> coming = new LinkedHashMap<>();
        for (String query : asked) {
            // The reference knows files: one with the same bytes is another file.
            SearchQuery.Builder search = SearchQuery.byImage(images.get(top + query))
                    .excludeQuery(false)
                    .timeout(TIMEOUT);
            options.accept(search);
            inFlight.acquire();
            coming.put(
                    query,
                    client.search(search.build())
                            .whenComplete((answer, failure) -> inFlight.release())
                            .thenApply(answer -> use.apply(query, answer)));
        }
        Map<String, T> made = new LinkedHashMap<>();
        for (Map.Entry<String, CompletableFuture<T>> entry : coming.entrySet()) {
            made.put(entry.getKey(), entry.getValue().get());
        }
        return made;
    }

    private double averagePrecision(String label, SearchResult answer) {
        List<String> labels =
                answer.hits().stream().map(hit -> label(hit.imageId())).toList();
        int relevant =
                (int) gallery.stream().filter(path -> label(path).equals(label)).count();
        return new RankedQuery(label, labels, relevant).averagePrecision();
    }

    /** How many relevant images there are counts for other figures than precision. */
    private RankedQuery ranking(String query, SearchResult answer) {
        assertThat(answer.hits()).hasSize(DEPTH);
        List<String> labels =
                answer.hits().stream().map(hit -> label(hit.imageId())).toList();
        return new RankedQuery(label(query), labels, gallery.size());
    }

    /** An image's class is the name of the folder that it lies in. */
    static String label(String path) {
        String[] parts = path.split("/", -1);
        return parts[parts.length - 2];
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static JsonNode read(String file) {
        try {
            return new ObjectMapper().readTree(SharedData.file(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
