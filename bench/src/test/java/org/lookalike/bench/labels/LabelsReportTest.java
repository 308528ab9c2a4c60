package org.lookalike.bench.labels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;

class LabelsReportTest {
    private static final LabelsResult RESULT = new LabelsResult(
            new Machine("a processor", 2, "a system", "17"),
            "encoder (0123)",
            List.of(new LabelsResult.Recall("pcb", "PCA 256", 434, 0.8871)),
            List.of(new LabelsResult.OpenSet(
                    "material",
                    "encoder",
                    Integer.MAX_VALUE,
                    true,
                    0.05,
                    new OpenSetOutcome(
                            2, 0.86, 0.91, 0.053, MedianAndRange.of(List.of(0.04, 0.066)), 0.4, 0.02, 0.05, 0.3))),
            List.of(new LabelsResult.Clusters(
                    "demo",
                    true,
                    new ClusterOutcome(
                            30,
                            0.9,
                            0.12,
                            new ClusterOutcome.Share(0.7, 0.98),
                            new ClusterOutcome.Share(0.8, 0.96),
                            600,
                            0.995,
                            0.55))),
            5,
            0.9);

    @Test
    void theTableShowsWhatWasAskedAndWhatWasAchieved() {
        assertThat(LabelsReport.table(RESULT))
                .contains("encoder (0123), a processor", "5 looks at each; bounds with confidence 0.90")
                .containsPattern("pcb +PCA 256 +434 identities +recall@1 0.8871")
                .containsPattern(
                        "material +encoder +all strangers +2 +0.860 +0.910 +0.05 +0.053, 0.053 \\(0.040 to 0.066\\)")
                .containsPattern("demo +knee 30 +0.900 +0.120 +0.700 +0.980 +0.800 +0.960 +600 +0.995 +0.550");
    }

    @Test
    void theJsonHasTheSameFigures() throws Exception {
        JsonNode json = new ObjectMapper().readTree(LabelsReport.json(RESULT));

        assertThat(json.path("one_picture_per_identity")
                        .path(0)
                        .path("recall_at_1")
                        .asDouble())
                .isEqualTo(0.8871);
        JsonNode openSet = json.path("open_set").path(0);
        assertThat(openSet.path("basis").asText()).isEqualTo("strangers");
        assertThat(openSet.path("each").asText()).isEqualTo("all");
        assertThat(openSet.path("false_match_rate_max").asDouble()).isEqualTo(0.066);
        assertThat(json.path("cluster_labels").path(0).path("bounds_held").asDouble())
                .isEqualTo(0.995);
    }
}
