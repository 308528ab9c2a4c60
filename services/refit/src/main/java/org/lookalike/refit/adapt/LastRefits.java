package org.lookalike.refit.adapt;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lookalike.events.RefitKind;
import org.lookalike.events.RefitReport;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.TopicReducer;
import org.lookalike.schemas.Topics;

/** What the topic {@code refits} said last of each encoder, as far as it concerns labels. Immutable. */
final class LastRefits {
    private static final LastRefits NONE = new LastRefits(Map.of());

    private final Map<String, State> byEncoder;

    private LastRefits(Map<String, State> byEncoder) {
        this.byEncoder = Map.copyOf(byEncoder);
    }

    /**
     * @param digest of the labels of the last fit that knew any, empty before the first
     * @param handedOver whether a periodic refit has been handed over since
     */
    record State(String digest, boolean handedOver) {}

    static LastRefits none() {
        return NONE;
    }

    State of(String encoderId) {
        return Optional.ofNullable(byEncoder.get(encoderId)).orElse(new State("", false));
    }

    LastRefits with(RefitReport report) {
        State before = of(report.getEncoderId());
        State after = report.getKind() == RefitKind.ADAPTED
                ? new State(report.getLabelsDigest(), false)
                : new State(before.digest(), before.handedOver() || report.getHandedOver());
        if (after.equals(before)) {
            return this;
        }
        Map<String, State> more = new HashMap<>(byEncoder);
        more.put(report.getEncoderId(), after);
        return new LastRefits(more);
    }

    static TopicReducer<LastRefits> reducer(AvroCodec codec) {
        return TopicReducer.of(
                Topics.REFITS,
                NONE,
                (known, record) ->
                        record.value() == null ? known : known.with(codec.decode(Topics.REFITS, record.value())));
    }
}
