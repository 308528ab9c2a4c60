package org.lookalike.query.reply;

import java.util.Optional;

/** Describes the topics that callers name, since a send to a missing topic or partition would block. */
@FunctionalInterface
public interface ReplyTopics {
    /**
     * Looks up a topic.
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
