package org.lookalike.embedded.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.lookalike.provision.process.FreePorts;
import org.lookalike.provision.process.StartFailure;

/**
 * A real single-node KRaft broker inside this JVM, reachable from this machine only. Topics, records and committed
 * offsets stay in the data folder over restarts; the port may change between them. Topics must be created before use.
 * Several may run in one JVM, each with its own folder. A fatal fault of the broker halts the JVM, as it would a
 * stand-alone broker's. Its many log lines go to the loggers {@code org.apache.kafka}, {@code kafka} and
 * {@code state.change.logger}, which the application's logging should keep at WARN.
 */
public final class EmbeddedKafka implements AutoCloseable {

    /** The largest record batch that a broker takes unless told otherwise: 16 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** As {@link #start(Path, int, int)} with {@link #DEFAULT_MAX_MESSAGE_BYTES}. */
    public static EmbeddedKafka start(Path dataFolder, int port) {
        return start(dataFolder, port, DEFAULT_MAX_MESSAGE_BYTES);
    }

    /**
     * Starts the broker, on the data of an earlier run where there is any, and returns when it serves.
     *
     * @param dataFolder belongs to one running broker at a time; made when missing
     * @param port a port of 127.0.0.1, or 0 for any free one
     * @param maxMessageBytes the largest record batch taken, in bytes
     * @throws StartFailure when the port or the folder is in use, or the folder's content is not a broker's
     */
    public static EmbeddedKafka start(Path dataFolder, int port, int maxMessageBytes) {
        return start(dataFolder, port, maxMessageBytes, Map.of());
    }

    /**
     * Starts the broker with further listeners, whose clients are told another port than the one listened on: that of a
     * proxy before it.
     *
     * @param dataFolder as for {@link #start(Path, int, int)}
     * @param port as for {@link #start(Path, int, int)}
     * @param maxMessageBytes as for {@link #start(Path, int, int)}
     * @param advertised the ports told to clients, by the ports listened on; all of 127.0.0.1
     */
    public static EmbeddedKafka start(
            Path dataFolder, int port, int maxMessageBytes, Map<Integer, Integer> advertised) {
        Path data = dataFolder.toAbsolutePath().normalize();
        int chosen = port == 0 ? FreePorts.one() : port;
        if (!FreePorts.isFree(chosen)) {
            throw new StartFailure("Kafka cannot listen on port %d: it is in use".formatted(chosen));
        }
        try {
            int nodeId = format(data);
            var settings = BrokerProperties.of(nodeId, chosen, FreePorts.one(), data, maxMessageBytes, advertised);
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, chosen);
        } catch (RuntimeException e) {
            throw new StartFailure("Kafka cannot start on %s: %s".formatted(data, e.getMessage()), e);
        }
    }

    /** The address for clients: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The port. */
    public int port() {
        return port;
    }

    /** Stops the broker cleanly; everything acknowledged is on disk afterwards. Closing twice does no harm. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /**
     * Prepares an empty folder and leaves a prepared one as it is.
     *
     * @return the node's id, kept with the data; random, so that the names under which brokers of one JVM register
     *     their metrics differ
     */
    private static int format(Path data) {
        Path properties = data.resolve("meta.properties");
        try {
            if (Files.exists(properties)) {
                Properties kept = new Properties();
                try (InputStream stream = Files.newInputStream(properties)) {
                    kept.load(stream);
                }
                return Integer.parseInt(kept.getProperty("node.id"));
            }
            Files.createDirectories(data);
            int nodeId = ThreadLocalRandom.current().nextInt(1, 1_000_000);
            Formatter formatter = new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(nodeId)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString());
            formatter.run();
            return nodeId;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the folder " + data, e);
        } catch (Exception e) {
            throw new StartFailure("cannot format the folder %s: %s".formatted(data, e.getMessage()), e);
        }
    }
}
