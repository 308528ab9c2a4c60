package org.lookalike.refit.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.events.RefitKind;
import org.lookalike.events.RefitReport;
import org.lookalike.refit.adapt.LastRefits.State;

final class LastRefitsTest {
    private static final String ENCODER = "00112233445566aa";

    @Test
    void theLastFitToLabelsCounts() {
        LastRefits known = LastRefits.none()
                .with(report(RefitKind.ADAPTED, "one", false))
                .with(report(RefitKind.PERIODIC, "", false))
                .with(report(RefitKind.ADAPTED, "two", false));

        assertThat(known.of(ENCODER)).isEqualTo(new State("two", false));
        assertThat(known.of("ffeeddccbbaa9988")).isEqualTo(new State("", false));
    }

    @Test
    void whatIsHandedOverWaitsForTheNextFitToLabels() {
        LastRefits waiting = LastRefits.none()
                .with(report(RefitKind.ADAPTED, "one", false))
                .with(report(RefitKind.PERIODIC, "", true))
                .with(report(RefitKind.PERIODIC, "", false));

        assertThat(waiting.of(ENCODER)).isEqualTo(new State("one", true));
        assertThat(waiting.with(report(RefitKind.ADAPTED, "one", false)).of(ENCODER))
                .isEqualTo(new State("one", false));
    }

    static RefitReport report(RefitKind kind, String digest, boolean handedOver) {
        return RefitReport.newBuilder()
                .setSpaceId("0123456789ab")
                .setEncoderId(ENCODER)
                .setAt(Instant.EPOCH)
                .setProposed(false)
                .setReason("")
                .setWindowStart(Instant.EPOCH)
                .setWindowEnd(Instant.EPOCH)
                .setWindowPictures(0)
                .setSampleSize(0)
                .setDimensions(2)
                .setClusters(0)
                .setExplainedVariance(0)
                .setFitMillis(0)
                .setFitBytes(0)
                .setChanges(List.of())
                .setKind(kind)
                .setLabelsDigest(digest)
                .setHandedOver(handedOver)
                .build();
    }
}
