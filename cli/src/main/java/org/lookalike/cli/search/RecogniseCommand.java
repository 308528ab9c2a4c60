package org.lookalike.cli.search;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.Json;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a running system which enrolled class an image belongs to. */
@Command(
        name = "recognise",
        description = "Ask what a picture is: of a class that labelled pictures enrolled, or of none.")
public final class RecogniseCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "FILE|IMAGE_ID", description = "A picture file, or the id of an indexed picture.")
    private String what = "";

    @Option(
            names = "--false-match-rate",
            paramLabel = "RATE",
            description =
                    "The share of pictures of no enrolled class that may be taken for one, more than 0 and less than 1"
                            + " (default: the class's rule, else the service's setting).")
    private @Nullable Double falseMatchRate;

    @Option(names = "--space", paramLabel = "ID", description = "Ask this space instead of the active one.")
    private @Nullable String space;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        SearchQuery.Builder query = SearchQuery.by(SearchCalls.example(what)).k(1);
        if (falseMatchRate == null) {
            query.recognise();
        } else {
            query.recognise(falseMatchRate);
        }
        if (space != null) {
            query.space(space);
        }
        SearchResult result = SearchCalls.with(system.kafka(), client -> SearchCalls.ask(client, query.build()));
        SearchResult.Verdict verdict = Objects.requireNonNull(result.verdict(), "the service gave no verdict");
        if (json) {
            Console.line(Json.indented(verdict));
        } else {
            print(verdict);
        }
        return 0;
    }

    private static void print(SearchResult.Verdict verdict) {
        Console.line(
                switch (verdict.kind()) {
                    case "MATCH" -> "MATCH      it is %s".formatted(verdict.label());
                    case "UNSURE" ->
                        verdict.label() == null
                                ? "UNSURE     a person should look"
                                : "UNSURE     it may be %s; a person should look".formatted(verdict.label());
                    case "NOVEL" -> "NOVEL      it is of no enrolled class";
                    default -> verdict.kind();
                });
        if (verdict.label() != null) {
            Console.line(HitFormat.format(
                    "score      %.4f for %s, %s and %s",
                    verdict.score(),
                    verdict.label(),
                    threshold("a match from %.4f on", verdict.matchThreshold()),
                    threshold("novel below %.4f", verdict.noveltyThreshold())));
        }
        if (verdict.runnerUp() != null && verdict.runnerUpScore() != null) {
            Console.line(HitFormat.format("runner-up  %.4f for %s", verdict.runnerUpScore(), verdict.runnerUp()));
        }
        if (verdict.nearestImageId() != null) {
            Console.line("nearest    " + verdict.nearestImageId());
        }
        Console.line(HitFormat.format(
                "rests on   %d classes, %d pictures of this one, %d scores of other classes' pictures and %d of their"
                        + " own, at a false-match rate of %s",
                verdict.classes(),
                verdict.templates(),
                verdict.impostors(),
                verdict.genuine(),
                verdict.falseMatchRate()));
        Console.line("why        " + verdict.reason());
    }

    private static String threshold(String pattern, @Nullable Double value) {
        return value == null ? pattern.replace("%.4f", "an unknown score") : HitFormat.format(pattern, value);
    }
}
