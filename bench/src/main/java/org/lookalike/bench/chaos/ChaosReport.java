package org.lookalike.bench.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result for readers and for scripts. */
final class ChaosReport {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int EXAMPLES = 10;

    private ChaosReport() {}

    /** Two tables in Markdown, and what went wrong. */
    static String table(ChaosResult result) {
        StringBuilder text = new StringBuilder();
        text.append("%nSeed %d, %s: %,d pictures, %,d deletions, %,d published again; %,d faults in %.1f minutes%n%n"
                .formatted(
                        result.seed(),
                        result.milvus(),
                        result.pictures().pictures(),
                        result.pictures().deletions(),
                        result.pictures().again(),
                        result.recoveries().size(),
                        result.took().toMillis() / 60e3));
        text.append("| at the end | count |\n|---|---|\n");
        counts(result).forEach((name, count) -> text.append("| %s | %,d |%n".formatted(name, count)));
        text.append(
                "%n%,d searches sent, %,d answered with hits, errors %s, %,d replies repeated. Uploads repeated: %,d."
                        .formatted(
                                result.searches().sent(),
                                result.searches().hits(),
                                new TreeMap<>(result.searches().errors()),
                                result.searches().repeated(),
                                result.retries()));
        text.append(" Quiet after %.0f s.%n%n".formatted(result.quiet().toMillis() / 1e3));
        text.append("| fault | times | a search is answered: median, max | a new picture is found: median, max |\n");
        text.append("|---|---|---|---|\n");
        grouped(result)
                .forEach((name, recoveries) -> text.append("| %s | %d | %s | %s |%n"
                        .formatted(
                                name,
                                recoveries.size(),
                                times(recoveries, Recovery::answered),
                                times(recoveries, Recovery::fresh))));
        result.exits().forEach(exit -> text.append("%nENDED BY ITSELF: %s%n".formatted(exit)));
        result.end().examples(EXAMPLES).forEach(each -> text.append("WRONG AT THE END: %s%n".formatted(each)));
        result.searches().wrong().stream()
                .limit(EXAMPLES)
                .forEach(each -> text.append("WRONG ANSWER: %s%n".formatted(each)));
        return text.toString();
    }

    static String json(ChaosResult result) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("seed", result.seed());
        root.put("milvus", result.milvus());
        root.put("pictures", result.pictures().pictures());
        root.put("deletions", result.pictures().deletions());
        root.put("published_again", result.pictures().again());
        root.put("upload_retries", result.retries());
        root.put("seconds", result.took().toMillis() / 1e3);
        root.put("quiet_seconds", result.quiet().toMillis() / 1e3);
        ObjectNode counts = root.putObject("counts");
        counts(result).forEach(counts::put);
        ObjectNode searches = root.putObject("searches");
        searches.put("sent", result.searches().sent());
        searches.put("answered", result.searches().answered());
        searches.put("with_hits", result.searches().hits());
        searches.put("repeated", result.searches().repeated());
        ObjectNode errors = searches.putObject("errors");
        new TreeMap<>(result.searches().errors()).forEach(errors::put);
        ArrayNode faults = root.putArray("faults");
        for (Recovery recovery : result.recoveries()) {
            ObjectNode fault = faults.addObject();
            fault.put("fault", recovery.fault().toString());
            fault.put("kind", recovery.fault().kind().name());
            fault.put("component", recovery.fault().component());
            fault.put("answered_seconds", seconds(recovery.answered()));
            fault.put("fresh_seconds", seconds(recovery.fresh()));
        }
        ArrayNode wrong = root.putArray("wrong");
        result.end().examples(1_000).forEach(wrong::add);
        result.searches().wrong().forEach(wrong::add);
        ArrayNode exits = root.putArray("ended_by_themselves");
        result.exits().forEach(exits::add);
        try {
            return MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    private static Map<String, Integer> counts(ChaosResult result) {
        Map<String, Integer> counts = new java.util.LinkedHashMap<>();
        counts.put("lost", EndState.pictures(result.end().lost()));
        counts.put("doubled", EndState.pictures(result.end().doubled()));
        counts.put("undeleted", EndState.pictures(result.end().undeleted()));
        counts.put("outdated", EndState.pictures(result.end().outdated()));
        counts.put("answered wrong or from a part", result.searches().wrong().size());
        counts.put("unanswered", result.searches().unanswered());
        counts.put("never recovered", (int) result.recoveries().stream()
                .filter(each -> each.answered() == null || each.fresh() == null)
                .count());
        counts.put("services that ended by themselves", result.exits().size());
        return counts;
    }

    private static Map<String, List<Recovery>> grouped(ChaosResult result) {
        Map<String, List<Recovery>> grouped = new TreeMap<>();
        result.recoveries()
                .forEach(each -> grouped.computeIfAbsent(
                                "%s: %s"
                                        .formatted(
                                                each.victim(),
                                                each.fault()
                                                        .kind()
                                                        .name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', ' ')),
                                any -> new ArrayList<>())
                        .add(each));
        return grouped;
    }

    private static String times(List<Recovery> recoveries, Function<Recovery, @Nullable Duration> time) {
        List<Double> seconds = recoveries.stream()
                .map(time)
                .filter(Objects::nonNull)
                .map(each -> each.toMillis() / 1e3)
                .sorted()
                .toList();
        if (seconds.isEmpty()) {
            return "never";
        }
        int middle = seconds.size() / 2;
        double median =
                seconds.size() % 2 == 1 ? seconds.get(middle) : (seconds.get(middle - 1) + seconds.get(middle)) / 2;
        String never = seconds.size() < recoveries.size()
                ? ", never %d times".formatted(recoveries.size() - seconds.size())
                : "";
        return "%.1f s, %.1f s%s".formatted(median, seconds.get(seconds.size() - 1), never);
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1e3;
    }
}
