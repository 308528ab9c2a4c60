package org.lookalike.cli.search;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lookalike.client.ExamplesBuilder;
import org.lookalike.client.SearchQuery;
import picocli.CommandLine.Option;

/** What a search takes for "more like this, not like that", and for pages that do not show the same thing twice. */
final class RefineOptions {
    private static final float BURST_SCORE = 0.95f;

    @Option(
            names = "--like",
            paramLabel = "FILE|IMAGE_ID",
            description = "More like this one as well; may be repeated.")
    private List<String> like = List.of();

    @Option(names = "--unlike", paramLabel = "FILE|IMAGE_ID", description = "Not like this one; may be repeated.")
    private List<String> unlike = List.of();

    @Option(
            names = "--unlike-weight",
            paramLabel = "WEIGHT",
            description = "How strongly to keep away from those, 0 to 1 (default: the service's setting).")
    private @Nullable Float unlikeWeight;

    @Option(
            names = "--group-by",
            paramLabel = "ATTRIBUTE[:SIZE]",
            description = "At most so many hits (default: 1) with the same value of an attribute.")
    private @Nullable String groupBy;

    @Option(
            names = "--collapse",
            paramLabel = "DURATION[:SCORE]",
            description =
                    "Fold pictures of one source taken within such a time, such as 10s, that are at least so similar"
                            + " (default: 0.95) into one hit.")
    private @Nullable String collapse;

    /** The query that one image and these options together make. */
    SearchQuery.Builder query(String what) {
        List<String> liked = new ArrayList<>(what.isEmpty() ? List.of() : List.of(what));
        liked.addAll(like);
        if (liked.isEmpty()) {
            throw new IllegalArgumentException("say what to look for: a picture file, an image id, or --like");
        }
        SearchQuery.Builder query = liked.size() == 1 && unlike.isEmpty()
                ? SearchQuery.by(SearchCalls.example(liked.get(0)))
                : examples(liked);
        if (groupBy != null) {
            group(query, groupBy);
        }
        if (collapse != null) {
            int colon = collapse.indexOf(':');
            query.collapse(
                    duration(colon < 0 ? collapse : collapse.substring(0, colon)),
                    colon < 0 ? BURST_SCORE : number("--collapse", collapse.substring(colon + 1)));
        }
        return query;
    }

    /** How the query is called in the answer. */
    String named(String what) {
        List<String> liked = new ArrayList<>(what.isEmpty() ? List.of() : List.of(what));
        liked.addAll(like);
        return String.join(", ", liked) + (unlike.isEmpty() ? "" : ", and not like " + String.join(", ", unlike));
    }

    private ExamplesBuilder examples(List<String> liked) {
        ExamplesBuilder query = SearchQuery.byExamples();
        liked.forEach(each -> query.like(SearchCalls.example(each)));
        unlike.forEach(each -> query.unlike(SearchCalls.example(each)));
        if (unlikeWeight != null) {
            query.unlikeWeight(unlikeWeight);
        }
        return query;
    }

    private static void group(SearchQuery.Builder query, String groupBy) {
        int colon = groupBy.lastIndexOf(':');
        // An attribute's name may have a colon in it: only a number after the last one is a size.
        if (colon > 0 && groupBy.substring(colon + 1).matches("\\d{1,9}")) {
            query.groupBy(groupBy.substring(0, colon), Integer.parseInt(groupBy.substring(colon + 1)));
        } else {
            query.groupBy(groupBy, 1);
        }
    }

    private static Duration duration(String text) {
        try {
            return text.toLowerCase(Locale.ROOT).endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--collapse has the duration '%s', must be such as 500ms, 10s or 2m".formatted(text), e);
        }
    }

    private static float number(String option, String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s has '%s', must be a number".formatted(option, text), e);
        }
    }
}
