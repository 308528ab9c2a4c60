package org.lookalike.query.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import org.lookalike.query.answer.Question.Similar;
import org.lookalike.query.request.Envelope;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Result;
import org.lookalike.query.store.SharedCalls;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorStore;

/**
 * Finds similar images. Requests of one space with the same filter and about as many hits that come at the same time are one
 * search with many vectors; those whose hits are collapsed, or whose filter has many ids, are searched alone on their own threads.
 */
public final class SimilarHandler implements QuestionHandler<Similar> {
    /** So many times the hits are searched where some of them are to be collapsed. */
    private static final int COLLAPSE_FACTOR = 4;

    /** A search for fewer hits is not quicker. */
    private static final int MIN_SHARED_K = 16;

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

    private final VectorStore store;
    private final StoreCalls calls;
    private final Duration timeout;
    private final SharedCalls<SharedOptions, Asked<Similar>, Result<Answer>> shared;
    private final ExpandedSearch expansion;
    private final boolean expanding;
    private final InstantSource clock;

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param expanding whether queries are expanded where requests do not say
     * @param timeout most time for one search; a request's deadline shortens it
     * @param threads for searches that requests share
     * @param maxTogether most vectors of one search
     */
    public SimilarHandler(
            VectorStore store,
            StoreCalls calls,
            boolean expanding,
            Duration timeout,
            Executor threads,
            int maxTogether,
            InstantSource clock) {
        this.store = store;
        this.calls = calls;
        this.expansion = new ExpandedSearch(store);
        this.expanding = expanding;
        this.timeout = timeout;
        this.shared = new SharedCalls<>(threads, maxTogether, this::search);
        this.clock = clock;
    }

    /** What requests have to have in common to share a search. */
    private record SharedOptions(Space space, int k, RowFilter filter, float minScore, boolean expanded) {

        /**
         * Almost every request excludes the very image that it asks by, which no other does. So a shared search leaves
         * that to {@link Exclusions} and asks for more hits.
         */
        static SharedOptions of(Asked<Similar> asked, boolean expanding) {
            Similar question = asked.question();
            if (question.collapse().isAsked()) {
                return alone(asked, Math.min(SearchOptions.MAX_K, question.k() * COLLAPSE_FACTOR), expanding);
            }
            Exclusions exclusions = Exclusions.of(question.filter());
            return new SharedOptions(
                    asked.request().space(),
                    rounded(question.k() + exclusions.conditions().size()),
                    exclusions.removedFrom(question.filter()),
                    question.minScore(),
                    question.isExpanded(expanding));
        }

        static SharedOptions alone(Asked<Similar> asked, int k, boolean expanding) {
            return new SharedOptions(
                    asked.request().space(),
                    k,
                    asked.question().filter(),
                    asked.question().minScore(),
                    asked.question().isExpanded(expanding));
        }

        /** Requests for 10, 12 and 15 hits share a search for 16; to find some more costs less than to search again. */
        private static int rounded(int k) {
            int powerOfTwo = k <= MIN_SHARED_K ? MIN_SHARED_K : Integer.highestOneBit(k - 1) << 1;
            return Math.min(SearchOptions.MAX_K, powerOfTwo);
        }

        SharedOptions withMore() {
            return new SharedOptions(
                    space, Math.min(SearchOptions.MAX_K, k * COLLAPSE_FACTOR), filter, minScore, expanded);
        }
    }

    @Override
    public Class<Similar> kind() {
        return Similar.class;
    }

    @Override
    public List<Result<Answer>> answer(List<Asked<Similar>> asked, MetadataSnapshot metadata)
            throws InterruptedException {
        List<Asked<Similar>> plain =
                asked.stream().filter(SimilarHandler::isPlain).toList();
        Iterator<Result<Answer>> together = shared.ask(
                        plain.stream()
                                .map(each -> SharedOptions.of(each, expanding))
                                .toList(),
                        plain)
                .iterator();
        List<Result<Answer>> answers = new ArrayList<>(asked.size());
        for (Asked<Similar> each : asked) {
            answers.add(
                    isPlain(each)
                            ? together.next()
                            : search(SharedOptions.of(each, expanding), List.of(each))
                                    .get(0));
        }
        return answers;
    }

    private static boolean isPlain(Asked<Similar> asked) {
        return !asked.question().collapse().isAsked()
                && asked.question().filter().conditions().stream().noneMatch(SimilarHandler::hasManyIds);
    }

    /** To compare such a condition with others takes longer than a search. */
    private static boolean hasManyIds(Condition condition) {
        if (condition instanceof Condition.NotLabelled not) {
            return hasManyIds(not.labelled());
        }
        return condition instanceof Condition.Labelled labelled
                && labelled.ids().size() + labelled.otherIds().size() > Condition.MAX_VALUES;
    }

    private List<Result<Answer>> search(SharedOptions options, List<Asked<Similar>> group) {
        long started = System.nanoTime();
        List<Result<Found>> found =
                calls.together(group, asked -> asked.request().envelope(), waiting -> hits(options, waiting));
        List<Result<Answer>> answers = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            Asked<Similar> asked = group.get(i);
            Envelope envelope = asked.request().envelope();
            // Collapsing may search once more; without it the hits are there, and no deadline takes them away.
            answers.add(found.get(i)
                    .then(hits -> asked.question().collapse().isAsked()
                            ? calls.alone(envelope, () -> answer(options, asked, hits, started))
                            : envelope.attempt(() -> answer(options, asked, hits, started))));
        }
        return answers;
    }

    /** The timeout is that of the caller who waits longest: whoever waits less must not cut the others short. */
    private List<Found> hits(SharedOptions options, List<Asked<Similar>> group) {
        List<Similar> questions = group.stream().map(Asked::question).toList();
        String collection = options.space().collection();
        Iterator<List<VectorHit>> lists = store.search(
                        collection,
                        questions.stream()
                                .flatMap(question -> question.query().all().stream())
                                .toList(),
                        searchOptions(options, group))
                .iterator();
        List<Found> found = questions.stream()
                .map(question -> Found.best(
                        question.query().all().stream()
                                .map(vector -> lists.next())
                                .toList(),
                        options.k()))
                .toList();
        if (options.expanded()) {
            found = expansion
                    .search(
                            collection,
                            questions,
                            found.stream().map(Found::hits).toList(),
                            searchOptions(options, group))
                    .stream()
                    .map(Found::of)
                    .toList();
        }
        calls.answered();
        return found;
    }

    private SearchOptions searchOptions(SharedOptions options, List<Asked<Similar>> group) {
        Instant now = clock.instant();
        Duration remaining = group.stream()
                .map(asked -> asked.request().envelope().remaining(now))
                .reduce(MIN_TIMEOUT, (a, b) -> a.compareTo(b) > 0 ? a : b);
        return new SearchOptions(
                options.k(),
                options.filter(),
                options.minScore(),
                remaining.compareTo(timeout) < 0 ? remaining : timeout);
    }

    /** Hits that stand for others, or that are copies of the excluded image, leave room; then it searches for more. */
    private Answer answer(SharedOptions options, Asked<Similar> asked, Found found, long started) {
        Similar question = asked.question();
        boolean collapses = question.collapse().isAsked();
        List<Hit> hits = question.collapse()
                .apply(
                        collapses
                                ? found.hits()
                                : Exclusions.of(question.filter()).removedFrom(found.hits()),
                        ids -> store.get(options.space().collection(), ids));
        boolean more = found.hits().size() == options.k() && options.k() < SearchOptions.MAX_K;
        if (hits.size() < question.k() && more) {
            SharedOptions further =
                    collapses ? options.withMore() : SharedOptions.alone(asked, question.k(), expanding);
            Found foundFurther = hits(further, List.of(asked)).get(0);
            return collapses
                    ? answer(further, asked, foundFurther, started)
                    : similar(
                            further,
                            question,
                            foundFurther,
                            foundFurther.hits().stream().map(Hit::of).toList(),
                            started);
        }
        return similar(options, question, found, hits, started);
    }

    private static Answer similar(SharedOptions options, Similar question, Found found, List<Hit> hits, long started) {
        return new Answer.SimilarHits(
                hits.stream()
                        .limit(question.k())
                        .map(hit -> hit.turned(found.rotation(hit.hit())))
                        .toList(),
                options.expanded() && !hits.isEmpty(),
                Duration.ofNanos(System.nanoTime() - started));
    }
}
