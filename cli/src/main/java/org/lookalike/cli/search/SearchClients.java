package org.lookalike.cli.search;

import java.util.Map;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchClientConfig;
import org.lookalike.platform.kafka.KafkaConfig;

/** Clients for the system that the settings of Kafka reach. */
public final class SearchClients {
    private SearchClients() {}

    /** A client, which the caller closes. */
    public static SearchClient open(KafkaConfig kafka) {
        return SearchClient.open(config(kafka));
    }

    /** How clients reach the system. */
    public static SearchClientConfig config(KafkaConfig kafka) {
        return SearchClientConfig.at(kafka.bootstrapServers(), kafka.registryUrl())
                .withClientProperties(Map.copyOf(kafka.clientProperties()));
    }
}
