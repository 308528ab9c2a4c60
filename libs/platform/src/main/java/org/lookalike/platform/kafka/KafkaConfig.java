package org.lookalike.platform.kafka;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How to reach the broker and the schema registry.
 *
 * @param bootstrapServers host:port pairs separated by commas
 * @param registryUrl the schema registry's base URL, or several separated by commas
 * @param autoRegisterSchemas whether missing schemas are registered on first use
 * @param clientProperties further properties for every Kafka client, such as security; may hold secrets, so never shown
 */
public record KafkaConfig(
        String bootstrapServers,
        String registryUrl,
        boolean autoRegisterSchemas,
        Map<String, String> clientProperties) {

    private static final Setting<String> BOOTSTRAP_SERVERS = Setting.required(
            "kafka.bootstrap-servers", "localhost:9092", "The brokers: host:port pairs separated by commas.");
    private static final Setting<String> CLIENT_PROPERTIES_FILE = Setting.text(
            "kafka.client-properties-file",
            "",
            "A properties file with additional settings for every Kafka client, such as"
                    + " security.protocol and sasl.jaas.config; its values are never logged.");
    private static final Setting<List<URI>> REGISTRY_URL = Setting.urls(
            "registry.url",
            "http://localhost:8081",
            "The schema registry's base URL, or those of its instances; the next one is asked when one does not answer.");
    private static final Setting<Boolean> AUTO_REGISTER = Setting.flag(
            "registry.auto-register",
            false,
            "Register missing schemas on first use. The stand-alone system does so; in a deployment,"
                    + " register them beforehand with `lookalike topics --create`.");

    public KafkaConfig {
        BOOTSTRAP_SERVERS.require(bootstrapServers);
        clientProperties = Map.copyOf(clientProperties);
    }

    public static KafkaConfig from(Settings settings) {
        return new KafkaConfig(
                settings.get(BOOTSTRAP_SERVERS),
                settings.get(REGISTRY_URL).stream().map(URI::toString).collect(Collectors.joining(",")),
                settings.get(AUTO_REGISTER),
                readClientProperties(settings, settings.get(CLIENT_PROPERTIES_FILE)));
    }

    private static Map<String, String> readClientProperties(Settings settings, String file) {
        Map<String, String> values = new TreeMap<>();
        if (file.isEmpty()) {
            return values;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(file))) {
            properties.load(in);
        } catch (IOException e) {
            settings.require(
                    false,
                    "%s is '%s', must be a readable properties file".formatted(CLIENT_PROPERTIES_FILE.key(), file));
        }
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    @Override
    public String toString() {
        return "KafkaConfig[bootstrapServers=%s, registryUrl=%s, autoRegisterSchemas=%s, clientProperties=%s]"
                .formatted(bootstrapServers, registryUrl, autoRegisterSchemas, clientProperties.keySet());
    }
}
