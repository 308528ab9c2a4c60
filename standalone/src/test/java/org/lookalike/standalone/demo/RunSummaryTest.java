package org.lookalike.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {
    private static final RunSummary SUMMARY = new RunSummary(
            3,
            2,
            1,
            1,
            Map.of("IMAGE_EMPTY", 1),
            Map.of("demo/empty.jpg", "IMAGE_EMPTY"),
            1.5,
            List.of(new RunSummary.Search(
                    "demo/a.png", 12.5, List.of(new RunSummary.Hit("demo/b.png", 0.75f, "file:///b")))),
            new RunSummary.Retrieval(2, 40, 0.5, 0.25, 9.5));

    @TempDir
    private Path folder;

    @Test
    void aScriptFindsEveryFigureUnderItsName() throws IOException {
        Path file = folder.resolve("summary.json");

        SUMMARY.write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.get("pictures").asInt()).isEqualTo(3);
        assertThat(json.get("indexed").asInt()).isEqualTo(2);
        assertThat(json.get("unchanged").asInt()).isEqualTo(1);
        assertThat(json.get("refused").asInt()).isEqualTo(1);
        assertThat(json.at("/refusedByCode/IMAGE_EMPTY").asInt()).isEqualTo(1);
        assertThat(json.get("refusedPictures").get("demo/empty.jpg").asText()).isEqualTo("IMAGE_EMPTY");
        assertThat(json.get("indexingSeconds").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/searches/0/query").asText()).isEqualTo("demo/a.png");
        assertThat(json.at("/searches/0/latencyMs").asDouble()).isEqualTo(12.5);
        assertThat(json.at("/searches/0/hits/0/imageId").asText()).isEqualTo("demo/b.png");
        assertThat(json.at("/searches/0/hits/0/score").asDouble()).isEqualTo(0.75);
        assertThat(json.at("/retrieval/precisionAt10").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/retrieval/medianLatencyMs").asDouble()).isEqualTo(9.5);
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("missing").resolve("summary.json");

        assertThatThrownBy(() -> SUMMARY.write(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }
}
