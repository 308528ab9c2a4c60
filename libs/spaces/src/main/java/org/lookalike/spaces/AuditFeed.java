package org.lookalike.spaces;

import java.time.InstantSource;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.TopicReducer;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.Topics;

/** Materialises the topic {@code audits}, by which others learn what the audit found. Thread-safe. */
public final class AuditFeed {
    private AuditFeed() {}

    /** The materialised topic, kept up to date by the service from its start on. */
    public static MaterialisedTopic<Audits> of(Platform platform) {
        InstantSource clock = InstantSource.system();
        return platform.materialise(TopicReducer.of(
                Topics.AUDITS,
                Audits.none(),
                (audits, record) -> record.value() == null
                        ? audits
                        : audits.with(platform.codec().decode(Topics.AUDITS, record.value()), clock.instant())));
    }
}
