package org.lookalike.bench.latent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.matrix.Rows;

class SyntheticRowsTest {
    @Test
    void areTheSameForOneSeed() {
        assertThat(SyntheticRows.of(50, 8, 3, 1, 7)).isEqualTo(SyntheticRows.of(50, 8, 3, 1, 7));
        assertThat(SyntheticRows.of(50, 8, 3, 1, 7)).isNotEqualTo(SyntheticRows.of(50, 8, 3, 1, 8));
    }

    @Test
    void haveADecayingSpectrum() {
        PcaModel model = Pca.fit(SyntheticRows.of(4000, 64, 1, 0, 1), PcaOptions.ofDimensions(16));

        assertThat(model.explainedShare()).isBetween(.75, .95);
        assertThat(model.explainedVariance()[0] / model.explainedVariance()[15]).isBetween(40f, 100f);
    }

    @Test
    void comeBackFromAFile(@TempDir Path folder) throws Exception {
        Rows rows = SyntheticRows.of(20, 5, 2, 1, 1);

        Path file = Numbers.write(folder.resolve("rows"), rows.values());

        assertThat(Numbers.read(file)).containsExactly(rows.values());
    }
}
