package org.lookalike.cli.spaces;

import org.lookalike.admin.labels.LabelLookup;
import org.lookalike.admin.spaces.SpaceHistory;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.spaces.Space;

/**
 * A space, and what its images and clusters are called.
 *
 * @param space the space
 * @param naming the names
 */
public record NamedSpace(Space space, LabelLookup naming) {
    /**
     * Reads the topics.
     *
     * @param spaceId empty for the active space
     */
    public static NamedSpace read(KafkaConfig kafka, String spaceId) {
        try (SpaceTopics topics = new SpaceTopics(kafka, Console::problem)) {
            SpaceHistory history = topics.history();
            Space space = SpaceOptions.chosen(history, spaceId);
            return new NamedSpace(space, new LabelLookup(topics.labels(), space, history.spaces()));
        }
    }
}
