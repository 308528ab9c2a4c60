package org.lookalike.bench.retrieval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.bench.labels.SetEncoder;
import org.lookalike.bench.measure.Machine;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.latent.retrieval.RankedQuery;

/**
 * Indexes labelled sets and searches each half with the other.
 *
 * @param home the folder {@code bench}
 * @param encoder the encoder's folder
 * @param splits how many, the given one first
 * @param turned how many queries of each set are turned, at most; 0 for none
 * @param peer whether plain Python does the same
 */
record RetrievalBenchmark(Path home, Path encoder, int splits, int turned, boolean peer, Consumer<String> progress) {
    private static final int IN_FLIGHT = 16;
    private static final int DEPTH = 10;

    RetrievalResult run(List<LabelledSet> sets) throws Exception {
        double load = Machine.load();
        List<FeatureSet> encoded = new ArrayList<>();
        String encoderId;
        String name;
        OnnxOptions options =
                OnnxOptions.cpu().withParallelInferences(Runtime.getRuntime().availableProcessors());
        try (OnnxEncoder opened = OnnxEncoder.open(encoder, options)) {
            encoderId = opened.id();
            name = "%s (%s)".formatted(opened.description().name(), encoderId);
            SetEncoder encoding = new SetEncoder(opened);
            for (LabelledSet set : sets) {
                progress.accept("encoding %d pictures: %s".formatted(set.all().size(), set.name()));
                encoded.add(FeatureSet.of(set, encoding.features(set)));
            }
        }
        int maxK = encoded.stream().mapToInt(set -> set.images().size()).max().orElseThrow();
        List<RetrievalResult.OfSet> results = new ArrayList<>();
        try (RetrievalSystem system = new RetrievalSystem(encoder, maxK, progress);
                SearchClient client = system.client(IN_FLIGHT)) {
            for (FeatureSet set : encoded) {
                results.add(measure(set, encoderId, system, client));
            }
        }
        return new RetrievalResult(Machine.here(), load, name, results);
    }

    private RetrievalResult.OfSet measure(FeatureSet set, String encoderId, RetrievalSystem system, SearchClient client)
            throws Exception {
        List<boolean[]> galleries =
                IntStream.range(0, splits).mapToObj(set::split).toList();
        List<SplitSpaces> spaces = galleries.stream()
                .map(inGallery -> SplitSpaces.of(set, inGallery, encoderId))
                .toList();
        progress.accept("indexing %s in %d spaces".formatted(set.name(), 2 * splits));
        system.publish(set, encoderId, galleries);
        system.build(spaces.stream()
                .flatMap(split -> List.of(split.plain(), split.whitened()).stream())
                .toList());
        Map<RetrievalVariant, List<List<QueryFigures>>> topics = new EnumMap<>(RetrievalVariant.class);
        for (RetrievalVariant variant : RetrievalVariant.values()) {
            List<List<QueryFigures>> ofSplits = new ArrayList<>();
            for (int split = 0; split < splits; split++) {
                progress.accept("searching %s, split %d: %s".formatted(set.name(), split, variant.title()));
                ofSplits.add(search(set, galleries.get(split), split, variant, spaces.get(split), client));
            }
            topics.put(variant, ofSplits);
        }
        Map<String, QueryFigures.Mean> ofTurned = new LinkedHashMap<>();
        if (turned > 0) {
            progress.accept("searching %s with turned pictures".formatted(set.name()));
            ofTurned = turned(set, galleries.get(0), spaces.get(0), client);
        }
        if (peer) {
            progress.accept("plain Python: " + set.name());
        }
        return new RetrievalResult.OfSet(
                set.name(),
                set.gallery(),
                spaces.get(0).pairs(),
                spaces.get(0).trace(),
                topics,
                peer ? PythonRetrieval.run(home, set, galleries, progress) : null,
                ofTurned);
    }

    private static List<QueryFigures> search(
            FeatureSet set,
            boolean[] inGallery,
            int split,
            RetrievalVariant variant,
            SplitSpaces spaces,
            SearchClient client)
            throws Exception {
        int gallery = (int)
                IntStream.range(0, inGallery.length).filter(i -> inGallery[i]).count();
        List<Integer> queries = IntStream.range(0, inGallery.length)
                .filter(i -> !inGallery[i])
                .boxed()
                .toList();
        List<SearchQuery> asked = queries.stream()
                .map(query -> among(SearchQuery.byImageId(set.id(query)), split, spaces, variant.isWhitened())
                        .k(gallery)
                        .expand(variant.isExpanded())
                        .build())
                .toList();
        return figures(set, inGallery, queries, asked, client);
    }

    private static SearchQuery.Builder among(
            SearchQuery.Builder query, int split, SplitSpaces spaces, boolean whitened) {
        return query.attribute(RetrievalSystem.SPLIT + split, RetrievalSystem.GALLERY)
                .space((whitened ? spaces.whitened() : spaces.plain()).id())
                .excludeQuery(false);
    }

    private static List<QueryFigures> figures(
            FeatureSet set, boolean[] inGallery, List<Integer> queries, List<SearchQuery> asked, SearchClient client)
            throws Exception {
        Map<String, String> labels = new HashMap<>();
        Map<String, Integer> relevant = new HashMap<>();
        for (int i = 0; i < inGallery.length; i++) {
            labels.put(set.id(i), set.labels().get(i));
            if (inGallery[i]) {
                relevant.merge(set.labels().get(i), 1, Integer::sum);
            }
        }
        List<CompletableFuture<SearchResult>> answers = new ArrayList<>();
        Semaphore free = new Semaphore(IN_FLIGHT);
        for (SearchQuery query : asked) {
            free.acquire();
            CompletableFuture<SearchResult> answer = client.search(query);
            answers.add(answer);
            var unused = answer.whenComplete((result, failure) -> free.release());
        }
        List<QueryFigures> figures = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            String label = set.labels().get(queries.get(i));
            figures.add(QueryFigures.of(new RankedQuery(
                    label,
                    answers.get(i).get().hits().stream()
                            .map(hit -> labels.getOrDefault(hit.imageId(), ""))
                            .toList(),
                    relevant.getOrDefault(label, 0))));
        }
        return figures;
    }

    /** Every n-th query, turned by one, two and three quarters in turn. */
    private Map<String, QueryFigures.Mean> turned(
            FeatureSet set, boolean[] inGallery, SplitSpaces spaces, SearchClient client) throws Exception {
        int[] all =
                IntStream.range(0, inGallery.length).filter(i -> !inGallery[i]).toArray();
        int step = Math.max(1, (all.length + turned - 1) / turned);
        List<Integer> queries = IntStream.range(0, all.length)
                .filter(i -> i % step == 0)
                .mapToObj(i -> all[i])
                .toList();
        Map<String, QueryFigures.Mean> means = new LinkedHashMap<>();
        for (boolean turn : new boolean[] {false, true}) {
            for (boolean rotations : new boolean[] {false, true}) {
                List<SearchQuery> asked = new ArrayList<>();
                for (int i = 0; i < queries.size(); i++) {
                    byte[] file = set.images().get(queries.get(i)).bytes();
                    SearchQuery.Builder query = among(
                                    SearchQuery.byImage(TurnedImage.of(file, turn ? 1 + i % 3 : 0)), 0, spaces, true)
                            .k(DEPTH)
                            .expand(false);
                    asked.add((rotations ? query.rotations() : query).build());
                }
                means.put(
                        (turn ? "turned" : "upright") + (rotations ? ", four turned queries" : ", as it is"),
                        QueryFigures.Mean.of(
                                List.of(figures(set, inGallery, queries, asked, client)), QueryFigures::precisionAt10));
            }
        }
        return means;
    }
}
