package org.lookalike.bench.searchrate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.vectors.SyntheticVectors;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;

/** Searches through the topics and by a plain loop of the SDK, alternately, on the same server and collection. */
final class SearchRateBenchmark {
    private static final int HITS = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** Neighbouring numbers are of different centres; a prime step visits all. */
    private static final int STEP = 7_919;

    private final Path encoder;
    private final ImageSet pictures;
    private final Plan plan;
    private final Consumer<String> progress;

    SearchRateBenchmark(Path encoder, ImageSet pictures, Plan plan, Consumer<String> progress) {
        this.encoder = encoder;
        this.pictures = pictures;
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * What is measured.
     *
     * @param images rows of the collection
     * @param inFlight how many searches at a time, each measured
     * @param rounds turns of each
     * @param turn how long each turn takes
     * @param full the full Milvus server, else Milvus Lite
     */
    record Plan(int images, List<Integer> inFlight, int rounds, Duration turn, boolean full) {}

    /**
     * One round of one kind at one number in flight.
     *
     * @param topics through the topics
     * @param plain by the plain loop, where it can
     */
    record Pair(ClosedLoop.Turn topics, ClosedLoop.@Nullable Turn plain) {}

    /**
     * The results.
     *
     * @param load the machine's load average before
     * @param rounds by kind and number in flight
     */
    record Result(Machine machine, double load, Plan plan, Map<SearchKind, Map<Integer, List<Pair>>> rounds) {}

    Result run() throws Exception {
        double load = Machine.load();
        int most = plan.inFlight().stream().max(Integer::compare).orElseThrow();
        Map<SearchKind, Map<Integer, List<Pair>>> rounds = new EnumMap<>(SearchKind.class);
        try (SearchedSystem system = new SearchedSystem(encoder, plan.images(), plan.full(), progress);
                SearchClient client = system.client(most);
                PlainSearches plain = new PlainSearches(system.milvusUri(), system.collection(), HITS, most)) {
            progress.accept("warming up");
            for (SearchKind kind : SearchKind.values()) {
                pair(kind, 8, WARM_UP, client, plain);
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (SearchKind kind : SearchKind.values()) {
                    for (int inFlight : plan.inFlight()) {
                        progress.accept("round %d: %s, %d in flight".formatted(round, kind.title(), inFlight));
                        rounds.computeIfAbsent(kind, unseen -> new TreeMap<>())
                                .computeIfAbsent(inFlight, unseen -> new ArrayList<>())
                                .add(pair(kind, inFlight, plan.turn(), client, plain));
                    }
                }
            }
            return new Result(Machine.here(), load, plan, rounds);
        }
    }

    private Pair pair(SearchKind kind, int inFlight, Duration turn, SearchClient client, PlainSearches plain)
            throws InterruptedException {
        ClosedLoop.Turn topics = ClosedLoop.run(inFlight, turn, number -> client.search(query(kind, number)));
        return new Pair(
                topics,
                kind.isPlain()
                        ? ClosedLoop.run(
                                inFlight, turn, number -> plain.search(image(number), kind == SearchKind.FILTERED_ID))
                        : null);
    }

    private SearchQuery query(SearchKind kind, int number) {
        SearchQuery.Builder query = kind.isImage()
                ? SearchQuery.byImage(
                        pictures.images().get(number % pictures.images().size()).bytes())
                : SearchQuery.byImageId(SyntheticVectors.id(image(number)));
        if (kind == SearchKind.FILTERED_ID) {
            query.sources(SyntheticVectors.source(image(number)));
        }
        if (kind == SearchKind.TURNED_IMAGE) {
            query.rotations();
        }
        return query.k(HITS)
                .expand(kind == SearchKind.EXPANDED_ID)
                .timeout(TIMEOUT)
                .build();
    }

    private int image(int number) {
        return (int) ((long) number * STEP % plan.images());
    }
}
