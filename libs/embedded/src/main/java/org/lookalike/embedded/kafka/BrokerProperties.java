package org.lookalike.embedded.kafka;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The configuration of a broker that serves one machine: small buffers, one replica, no waiting for others. */
final class BrokerProperties {

    private BrokerProperties() {}

    static Map<String, Object> of(
            int nodeId,
            int port,
            int controllerPort,
            Path data,
            int maxMessageBytes,
            Map<Integer, Integer> advertised) {
        Map<String, Object> properties = new TreeMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", nodeId);
        properties.put("log.dirs", data.toString());
        properties.put(
                "listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        // Voters by address, not kept in the log, so that the ports may change between runs.
        properties.put("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(nodeId, controllerPort));

        properties.put("auto.create.topics.enable", false);
        properties.put("default.replication.factor", 1);
        properties.put("min.insync.replicas", 1);
        properties.put("offsets.topic.replication.factor", 1);
        properties.put("offsets.topic.num.partitions", 4);
        properties.put("transaction.state.log.replication.factor", 1);
        properties.put("transaction.state.log.min.isr", 1);
        properties.put("transaction.state.log.num.partitions", 4);
        properties.put("share.coordinator.state.topic.replication.factor", 1);
        properties.put("share.coordinator.state.topic.min.isr", 1);

        properties.put("message.max.bytes", maxMessageBytes);
        properties.put("group.initial.rebalance.delay.ms", 0);
        properties.put("group.min.session.timeout.ms", 1_000);
        // A killed producer's open transaction holds up readers of committed records until it is cleaned up.
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
        // A broker that did not sign off is only let in again when its old session has ended.
        properties.put("controlled.shutdown.enable", true);
        properties.put("broker.session.timeout.ms", 6_000);
        properties.put("broker.heartbeat.interval.ms", 1_000);

        properties.put("num.network.threads", 2);
        properties.put("num.io.threads", 4);
        properties.put("background.threads", 2);
        properties.put("log.cleaner.dedupe.buffer.size", 8L << 20);
        advertised.forEach((own, told) -> addListener(properties, own, told));
        // Kafka parses text into the type that each setting wants.
        properties.replaceAll((name, value) -> value.toString());
        return properties;
    }

    private static void addListener(Map<String, Object> properties, int port, int told) {
        String name = "PROXIED" + port;
        properties.merge("listeners", ",%s://127.0.0.1:%d".formatted(name, port), BrokerProperties::join);
        properties.merge("advertised.listeners", ",%s://127.0.0.1:%d".formatted(name, told), BrokerProperties::join);
        properties.merge("listener.security.protocol.map", ",%s:PLAINTEXT".formatted(name), BrokerProperties::join);
        properties.put("listener.name.%s.num.network.threads".formatted(name.toLowerCase(Locale.ROOT)), 1);
    }

    private static String join(Object before, Object more) {
        return before.toString() + more;
    }
}
