package org.lookalike.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PipelineStageTest {
    @Test
    void takesThreadsForThoseOfTheirService() {
        assertThat(PipelineStage.ofThread("embedder-worker-1")).isEqualTo(PipelineStage.EMBEDDER);
        assertThat(PipelineStage.ofThread("audit-1a2b3c4d.streams-StreamThread-1"))
                .isEqualTo(PipelineStage.AUDIT);
        assertThat(PipelineStage.ofThread("data-plane-kafka-request-handler-3")).isEqualTo(PipelineStage.BROKER);
    }

    @Test
    void takesAClientsThreadForItsOwners() {
        assertThat(PipelineStage.ofThread("kafka-producer-network-thread | sink-1a2b3c4d.vectors"))
                .isEqualTo(PipelineStage.SINK);
        assertThat(PipelineStage.ofThread("kafka-admin-client-thread | progress"))
                .isEqualTo(PipelineStage.BENCH);
    }

    @Test
    void knowsTheServersByTheirCommands() {
        assertThat(PipelineStage.ofProcess("/cache/bin/python /cache/bin/milvus-lite server"))
                .contains(PipelineStage.MILVUS);
        assertThat(PipelineStage.ofProcess("java -jar /app/apicurio-registry-app-runner.jar"))
                .contains(PipelineStage.REGISTRY);
        assertThat(PipelineStage.ofProcess("/bin/sh -c read unused")).isEmpty();
    }

    @Test
    void ceilingIsWhatTheCoresCanDoOfAllParts() {
        // A hundredth of the whole machine each; writing takes a hundredth of one of two cores.
        PipelineBenchmark.Part part = new PipelineBenchmark.Part(100, 0.02);
        PipelineBenchmark.Parts parts = new PipelineBenchmark.Parts(part, part, 0.01);

        assertThat(parts.ceiling(2)).isCloseTo(40, within(1e-9));
        assertThat(parts.seconds()).isCloseTo(0.05, within(1e-9));
    }
}
