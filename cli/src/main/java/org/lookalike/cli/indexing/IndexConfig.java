package org.lookalike.cli.indexing;

import org.lookalike.intake.IntakeConfig;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.spaces.SinkGroup;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/**
 * What indexing needs of the settings of the system.
 *
 * @param kafka the broker and the registry
 * @param intake how images are taken in
 * @param vectorStore where indexed images are looked up
 * @param sinkGroup what the names of the sink's consumer groups begin with
 */
public record IndexConfig(KafkaConfig kafka, IntakeConfig intake, VectorStoreConfig vectorStore, String sinkGroup) {
    public static IndexConfig from(Settings settings) {
        return new IndexConfig(
                KafkaConfig.from(settings),
                IntakeConfig.from(settings),
                VectorStoreConfig.from(settings),
                SinkGroup.prefix(settings));
    }
}
