package org.lookalike.bench.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.lookalike.bench.measure.MedianAndRange;

/** The rounds as a table and as JSON. */
final class PipelineReport {
    private PipelineReport() {}

    static String table(PipelineBenchmark.Result result) {
        int cores = result.machine().cores();
        StringBuilder table = new StringBuilder();
        append(
                table,
                "%s, %d cores, Milvus Lite%n%d pictures of %.0f kB at once, %d at half the rate; median (and range) of %d rounds%n%n",
                result.machine().processor(),
                cores,
                result.plan().images(),
                result.set().meanBytes() / 1e3,
                result.plan().steady(),
                result.plan().rounds());
        List<PipelineBenchmark.Round> rounds = result.rounds();
        line(table, "load before", rounds, PipelineBenchmark.Round::load);
        line(
                table,
                "decoding alone, pictures/s",
                rounds,
                round -> round.parts().decode().rate());
        line(
                table,
                "inference alone, pictures/s",
                rounds,
                round -> round.parts().inference().rate());
        line(table, "ceiling, pictures/s", rounds, round -> round.parts().ceiling(cores));
        line(table, "published to searchable, pictures/s", rounds, PipelineBenchmark.Round::rate);
        line(
                table,
                "of the ceiling",
                rounds,
                round -> round.rate() / round.parts().ceiling(cores));
        line(
                table,
                "latency at half the rate, p50 ms",
                rounds,
                round -> round.steady().p50());
        line(
                table,
                "latency at half the rate, p99 ms",
                rounds,
                round -> round.steady().p99());
        append(table, "%ncore-ms of a picture%n");
        line(
                table,
                "decoding alone",
                rounds,
                round -> 1e3 * round.parts().decode().seconds());
        line(
                table,
                "inference alone",
                rounds,
                round -> 1e3 * round.parts().inference().seconds());
        line(table, "writing alone", rounds, round -> 1e3 * round.parts().writeSeconds());
        for (PipelineStage stage : PipelineStage.values()) {
            line(table, stage.title(), rounds, round -> milliseconds(result, round, stage));
        }
        line(
                table,
                "all",
                rounds,
                round -> 1e3 * round.seconds() / result.plan().images());
        line(
                table,
                "the parts alone, of all",
                rounds,
                round -> round.parts().seconds() * result.plan().images() / round.seconds());
        return table.toString();
    }

    static String json(PipelineBenchmark.Result result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("processor", result.machine().processor());
        json.put("cores", result.machine().cores());
        json.put("pictures", result.plan().images());
        ArrayNode rounds = json.putArray("rounds");
        for (PipelineBenchmark.Round round : result.rounds()) {
            ObjectNode each = rounds.addObject();
            each.put("load_before", round.load());
            each.put("decode_per_second", round.parts().decode().rate());
            each.put("inference_per_second", round.parts().inference().rate());
            each.put("decode_core_ms", 1e3 * round.parts().decode().seconds());
            each.put("inference_core_ms", 1e3 * round.parts().inference().seconds());
            each.put("write_core_ms", 1e3 * round.parts().writeSeconds());
            each.put(
                    "ceiling_per_second", round.parts().ceiling(result.machine().cores()));
            each.put("per_second", round.rate());
            each.put("p50_ms", round.steady().p50());
            each.put("p99_ms", round.steady().p99());
            ObjectNode stages = each.putObject("core_ms");
            for (PipelineStage stage : PipelineStage.values()) {
                stages.put(stage.title(), milliseconds(result, round, stage));
            }
        }
        return json.toPrettyString() + "\n";
    }

    private static double milliseconds(
            PipelineBenchmark.Result result, PipelineBenchmark.Round round, PipelineStage stage) {
        return 1e3 * round.stages().getOrDefault(stage, 0.0) / result.plan().images();
    }

    private static void line(
            StringBuilder table,
            String title,
            List<PipelineBenchmark.Round> rounds,
            ToDoubleFunction<PipelineBenchmark.Round> figure) {
        MedianAndRange range =
                MedianAndRange.of(rounds.stream().mapToDouble(figure).boxed().toList());
        append(table, "%-36s %9.2f (%.2f to %.2f)%n", title, range.median(), range.min(), range.max());
    }

    private static void append(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values));
    }
}
