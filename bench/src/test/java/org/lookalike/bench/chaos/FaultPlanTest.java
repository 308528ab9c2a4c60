package org.lookalike.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final List<String> COMPONENTS =
            List.of("broker", "milvus", "registry", "sink-1", "sink-2", "query-1");

    @Test
    void drawsTheSameFaultsForTheSameSeed() {
        assertThat(FaultPlan.draw(40, COMPONENTS, 7, true))
                .isEqualTo(FaultPlan.draw(40, COMPONENTS, 7, true))
                .isNotEqualTo(FaultPlan.draw(40, COMPONENTS, 8, true));
    }

    @Test
    void doesEachKindToEachPart() {
        List<PlannedFault> faults = FaultPlan.draw(3 * COMPONENTS.size(), COMPONENTS, 7, true);

        assertThat(faults.stream()
                        .filter(fault -> !fault.component().equals("collection"))
                        .map(fault -> fault.component() + fault.kind())
                        .collect(Collectors.toSet()))
                .hasSize(3 * COMPONENTS.size());
    }

    @Test
    void dropsOneCollectionAndEmptiesOneBesideTheOtherFaults() {
        List<PlannedFault> faults = FaultPlan.draw(1, COMPONENTS, 7, true);

        assertThat(faults).hasSize(3);
        assertThat(faults)
                .extracting(PlannedFault::kind)
                .contains(FaultKind.DROP_COLLECTION, FaultKind.EMPTY_COLLECTION);
    }
}
