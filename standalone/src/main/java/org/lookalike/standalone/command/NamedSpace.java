package org.lookalike.standalone.command;

import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.spaces.Space;
import org.lookalike.standalone.labels.Naming;
import org.lookalike.standalone.spaces.SpaceHistory;
import org.lookalike.standalone.spaces.SpaceTopics;

/**
 * A space, and what its images and clusters are called.
 *
 * @param space the space
 * @param naming the names
 */
record NamedSpace(Space space, Naming naming) {
    /**
     * Reads the topics.
     *
     * @param spaceId empty for the active space
     */
    static NamedSpace read(KafkaConfig kafka, String spaceId) {
        try (SpaceTopics topics = new SpaceTopics(kafka, Console::problem)) {
            SpaceHistory history = topics.history();
            Space space = SpaceOptions.chosen(history, spaceId);
            return new NamedSpace(space, new Naming(topics.labels(), space, history.spaces()));
        }
    }
}
