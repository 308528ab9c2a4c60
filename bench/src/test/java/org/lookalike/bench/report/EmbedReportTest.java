package org.lookalike.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.lookalike.bench.ceiling.InferenceShape;
import org.lookalike.bench.embed.EmbedResult;
import org.lookalike.bench.embed.Round;
import org.lookalike.bench.embed.SetResult;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.measure.CpuClock;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;
import org.lookalike.bench.measure.PipelineCeiling;
import org.lookalike.bench.worker.WorkerBroker.Run;

final class EmbedReportTest {
    private static final ImageSet SET =
            new ImageSet("demo", "a test", List.of(new BenchImage("a", new byte[2_000])), 100);

    /** The machine is half as fast in the second round, and a quarter as fast in the third. */
    private static final EmbedResult RESULT = result(round(1, 80, 40), round(0.5, 40, 10), round(0.25, 15, 10));

    @Test
    void ratiosAreTakenWithinARoundAndOnlyThenSummedUp() throws Exception {
        JsonNode demo = new ObjectMapper().readTree(EmbedJson.of(RESULT)).at("/pictures/demo");

        // The ceilings are 80, 40 and 20.
        assertThat(demo.get("ceiling").get("median").asDouble()).isCloseTo(40, within(1e-9));
        assertThat(demo.get("ceiling_ratio").asDouble()).isCloseTo(1, within(1e-9));
        assertThat(demo.at("/ceiling_ratio_spread/min").asDouble()).isCloseTo(0.75, within(1e-9));
        assertThat(demo.get("peer_ratio").asDouble()).isCloseTo(2, within(1e-9));
        assertThat(demo.get("rounds")).hasSize(3);
    }

    @Test
    void withoutThePeerThereIsNoRatioToIt() throws Exception {
        Run ours = new Run(100, 1, new CpuClock(1, 1, 2));
        Map<InferenceShape, Double> inference = Map.of(new InferenceShape(1, 2, 8), 100.0);
        EmbedResult result = result(new Round(1, inference, 400, ours, Optional.empty()));

        JsonNode demo = new ObjectMapper().readTree(EmbedJson.of(result)).at("/pictures/demo");

        assertThat(demo.has("ceiling_ratio")).isTrue();
        assertThat(demo.has("peer_ratio")).isFalse();
        assertThat(EmbedTable.of(result)).contains("embedder / ceiling").doesNotContain("Python");
    }

    @Test
    void theTableShowsBothRatiosAndTheLoad() {
        assertThat(EmbedTable.of(RESULT))
                .contains("load 3.0 (3.0 to 3.0)")
                .containsPattern("embedder / ceiling +1\\.000 +0\\.750 to 1\\.000")
                .containsPattern("embedder / Python worker +2\\.000 +1\\.500 to 4\\.000");
    }

    @Test
    void thePlotIsWellFormed() throws Exception {
        byte[] svg = EmbedPlot.of(RESULT).getBytes(StandardCharsets.UTF_8);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg))
                        .getElementsByTagName("rect")
                        .getLength())
                .as("the ground and five bars")
                .isEqualTo(6);
    }

    private static Round round(double speed, double ours, double peer) {
        Map<InferenceShape, Double> inference =
                Map.of(new InferenceShape(1, 2, 8), 100 * speed, new InferenceShape(2, 1, 1), 90 * speed);
        return new Round(3, inference, 400 * speed, run(ours), Optional.of(run(peer)));
    }

    private static Run run(double rate) {
        return new Run(100, 100 / rate, new CpuClock(1, 1, 2));
    }

    private static EmbedResult result(Round... rounds) {
        SetResult set = new SetResult(
                SET,
                PipelineCeiling.SHARED_CORES,
                List.of(rounds),
                Optional.of(new MedianAndRange(0.99, 0.98, 1, 100)));
        return new EmbedResult(
                new Machine("a <processor>", 2, "Linux", "17"), "encoder", "cpu", 2, Map.of(), Map.of(), List.of(set));
    }
}
