package org.lookalike.bench.latent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.bench.latent.LatentResult.TaskResult;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;

class LatentReportTest {
    private static final LatentResult RESULT = new LatentResult(
            new Machine("a processor", 2, "Linux", "17"),
            2,
            3,
            Map.of("scikit-learn", "1.9.1"),
            List.of(new TaskResult(
                    "pca 9 x 4 to 2",
                    new MedianAndRange(1.5, 1, 2, 3),
                    new MedianAndRange(.8, .7, .9, 3),
                    Map.of("scikit-learn", new MedianAndRange(1, .9, 1.1, 3)),
                    Map.of("scikit-learn", new MedianAndRange(.8, .75, .85, 3)),
                    Map.of("subspace_angle_degrees", .25))));

    @Test
    void tellsRatiosAndAgreementInTheTable() {
        assertThat(LatentReport.table(RESULT))
                .contains("pca 9 x 4 to 2; 3 rounds, load 1.5 (1.0 to 2.0)")
                .containsPattern("Lookalike / scikit-learn +0.800 +0.750 to 0.850")
                .containsPattern("subspace angle degrees +0.25");
    }

    @Test
    void namesEveryFigureInJson() throws Exception {
        JsonNode task = new ObjectMapper()
                .readTree(LatentReport.json(RESULT))
                .path("tasks")
                .path("pca 9 x 4 to 2");

        assertThat(task.path("ratio").path("scikit-learn").path("median").asDouble())
                .isEqualTo(.8);
        assertThat(task.path("seconds").path("lookalike").path("max").asDouble())
                .isEqualTo(.9);
        assertThat(task.path("agreement").path("subspace_angle_degrees").asDouble())
                .isEqualTo(.25);
        assertThat(task.path("load_before").path("min").asDouble()).isEqualTo(1);
    }
}
