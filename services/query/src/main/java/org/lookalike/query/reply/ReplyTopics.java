package org.lookalike.query.reply;

import java.util.Optional;

/** What the broker knows of topics that callers name. A send to a topic or partition that is missing would hang. */
@FunctionalInterface
public interface ReplyTopics {
    /**
     * AuditSample a topic up.
     *
     * @return empty if there is no topic of this name
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    Optional<Limits> find(String topic);

    /**
     * What a topic takes.
     *
     * @param partitions how many it has
     * @param maxMessageBytes the largest record
     */
    record Limits(int partitions, int maxMessageBytes) {}
}
