package org.lookalike.cli.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.client.SearchResult;

class HitFormatTest {
    @Test
    void aHitTellsWhatItIsCalledAndByWhomAndWhatWasFoldedIntoIt() {
        assertThat(HitFormat.line(hit("gear", "OWN", List.of("b", "c"))))
                .isEqualTo("0.5000  a  file:///store/a  [gear]  cluster c1 at 0.2500  and 2 more of the burst: b, c");
        assertThat(HitFormat.line(hit("gear", "CLUSTER", List.of()))).contains("[gear, its cluster]");
        assertThat(HitFormat.line(hit(null, "", List.of())))
                .isEqualTo("0.5000  a  file:///store/a  cluster c1 at 0.2500");
        assertThat(HitFormat.place(hit(null, "", List.of()))).isEqualTo("/store/a");
    }

    @Test
    void aVerdictIsOneLineWithWhatIsKnownOfIt() {
        SearchResult.Verdict match = new SearchResult.Verdict(
                "MATCH", "gear", 0.75, "a", "bolt", 0.5, 0.7, 0.4, 0.01, 2, 5, 40, 40, "gear fits");
        SearchResult.Verdict empty =
                new SearchResult.Verdict("UNSURE", null, 0, null, null, null, null, null, 0, 0, 0, 0, 0, "no class");

        assertThat(HitFormat.line(match)).isEqualTo("MATCH  gear 0.7500, then bolt 0.5000: gear fits");
        assertThat(HitFormat.line(empty)).isEqualTo("UNSURE: no class");
    }

    private static SearchResult.Hit hit(String label, String basis, List<String> duplicates) {
        return new SearchResult.Hit(
                "a",
                0.5f,
                "file:///store/a",
                "s",
                Instant.EPOCH,
                Map.of(),
                "c1",
                0.25f,
                label,
                basis,
                "",
                duplicates,
                0);
    }
}
