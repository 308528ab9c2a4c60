package org.lookalike.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;

class AccuracyReportTest {
    private static final AccuracyResult RESULT = new AccuracyResult(
            new Machine("a processor", 2, "a system", "17"),
            "original (0123)",
            "original, int8 (4567)",
            "int8 of encoder 0123",
            List.of(
                    new VariantComparison(
                            "int8 encoder",
                            "material",
                            200,
                            0,
                            0.98765,
                            0.9,
                            Optional.of(new VariantComparison.Retrieval(0.75, 0.7475))),
                    new VariantComparison("reduced decode", "large", 24, 24, 0.999, 0.998, Optional.empty())),
            new InferenceSpeed(
                    2,
                    1.5,
                    MedianAndRange.of(List.of(100.0)),
                    MedianAndRange.of(List.of(210.0)),
                    MedianAndRange.of(List.of(2.0, 2.1, 2.2))));

    @Test
    void theTableShowsEachOptionsLossAndTheGainInSpeed() {
        assertThat(AccuracyReport.table(RESULT))
                .contains("a processor, 2 cores", "int8 of encoder 0123", "2.10 (2.00 to 2.20)")
                .containsPattern("int8 encoder +material +200 +0 +0.98765 +0.90000 +0.7500 +0.7475 +-0.0025")
                .containsPattern("reduced decode +large +24 +24 +0.99900 +0.99800 +- +- +-");
    }

    @Test
    void theJsonHasTheSameFigures() throws Exception {
        JsonNode json = new ObjectMapper().readTree(AccuracyReport.json(RESULT));

        JsonNode first = json.path("effects").path(0);
        assertThat(first.path("option").asText()).isEqualTo("int8 encoder");
        assertThat(first.path("precision_at_10_change").asDouble()).isCloseTo(-0.0025, within(1e-9));
        assertThat(json.path("effects").path(1).has("precision_at_10")).isFalse();
        assertThat(json.path("inference_pictures_per_second")
                        .path("ratio")
                        .path("median")
                        .asDouble())
                .isEqualTo(2.1);
    }
}
