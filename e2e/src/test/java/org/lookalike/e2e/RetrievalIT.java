package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.cli.indexing.IndexRun;
import org.lookalike.client.SearchClient;

/** Whether the whole path, decoder to topic, retrieves as well as the plain reference pipeline with the same encoder. */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
class RetrievalIT {
    private static final double TOLERANCE = 0.01;

    @TempDir
    private static Path folder;

    private static SystemFixture system;

    @BeforeAll
    static void start() {
        system = SystemFixture.start(folder.resolve("state"));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "material", "pcb"})
    void precisionIsThatOfTheReference(String name) throws Exception {
        TestDataset set = TestDataset.of(name);
        Path gallery = folder.resolve(set.source());
        int images = set.write(gallery, any -> true);

        IndexRun.Result indexed = system.index(gallery, set.source(), false);
        assertThat(indexed.indexed()).hasSize(images);
        double precision;
        try (SearchClient client = system.searchClient()) {
            precision = set.precisionAt10(client, false, answer -> {});
        }

        double reference = set.reference("raw_cos", "p10");
        System.out.printf("%s: precision@10 %.4f, reference %.4f%n", name, precision, reference);
        assertThat(precision).isCloseTo(reference, within(TOLERANCE));
    }
}
