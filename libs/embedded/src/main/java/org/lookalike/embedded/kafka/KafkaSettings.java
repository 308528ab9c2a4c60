package org.lookalike.embedded.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a broker that serves one machine: small buffers, one replica, no waiting for others. */
final class KafkaSettings {

    private KafkaSettings() {}

    static Map<String, Object> of(int nodeId, int port, int controllerPort, Path data, int maxMessageBytes) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", nodeId);
        settings.put("log.dirs", data.toString());
        settings.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        // Voters by address, not kept in the log, so that the ports may change between runs.
        settings.put("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(nodeId, controllerPort));

        settings.put("auto.create.topics.enable", false);
        settings.put("default.replication.factor", 1);
        settings.put("min.insync.replicas", 1);
        settings.put("offsets.topic.replication.factor", 1);
        settings.put("offsets.topic.num.partitions", 4);
        settings.put("transaction.state.log.replication.factor", 1);
        settings.put("transaction.state.log.min.isr", 1);
        settings.put("transaction.state.log.num.partitions", 4);
        settings.put("share.coordinator.state.topic.replication.factor", 1);
        settings.put("share.coordinator.state.topic.min.isr", 1);

        settings.put("message.max.bytes", maxMessageBytes);
        settings.put("group.initial.rebalance.delay.ms", 0);
        settings.put("group.min.session.timeout.ms", 1_000);
        // A killed producer's open transaction holds up readers of committed records until it is cleaned up.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
        // A broker that did not sign off is only let in again when its old session has ended.
        settings.put("controlled.shutdown.enable", true);
        settings.put("broker.session.timeout.ms", 6_000);
        settings.put("broker.heartbeat.interval.ms", 1_000);

        settings.put("num.network.threads", 2);
        settings.put("num.io.threads", 4);
        settings.put("background.threads", 2);
        settings.put("log.cleaner.dedupe.buffer.size", 8L << 20);
        // Kafka parses text into the type that each setting wants.
        settings.replaceAll((name, value) -> value.toString());
        return settings;
    }
}
