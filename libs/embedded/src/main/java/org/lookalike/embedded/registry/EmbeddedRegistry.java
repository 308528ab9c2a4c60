package org.lookalike.embedded.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lookalike.provision.process.ChildProcess;
import org.lookalike.provision.process.FreePorts;
import org.lookalike.provision.process.Launch;
import org.lookalike.provision.process.Readiness;
import org.lookalike.provision.process.StartFailure;

/**
 * A schema registry with Confluent's API as a child process, reachable from this machine only. Schemas and their ids
 * stay in the data folder over restarts, as records in Kafka go on naming those ids; the port may change. New schemas
 * must be BACKWARD compatible.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);

    private final ChildProcess server;
    private final String url;

    private EmbeddedRegistry(ChildProcess server, String url) {
        this.server = server;
        this.url = url;
    }

    /**
     * Starts the registry, on the schemas of an earlier run where there are any, and returns when it serves.
     *
     * @param dataFolder belongs to one running registry at a time; made when missing; holds its log too
     * @param port a port of 127.0.0.1, or 0 for any free one
     * @throws StartFailure when the port is in use, the server's files are missing, or it does not come up
     */
    public static EmbeddedRegistry start(Path dataFolder, int port) {
        int chosen = port == 0 ? FreePorts.one() : port;
        if (!FreePorts.isFree(chosen)) {
            throw new StartFailure("the schema registry cannot listen on port %d: it is in use".formatted(chosen));
        }
        Path data = dataFolder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + data, e);
        }
        String url = "http://127.0.0.1:%d/apis/ccompat/v7".formatted(chosen);
        ChildProcess server = ChildProcess.start(
                new Launch("schema registry", command(data, chosen), data, data.resolve("registry.log"))
                        .withEnvironment(Map.of("LOG_LEVEL", "WARN", "REGISTRY_LOG_LEVEL", "WARN")),
                Readiness.http(URI.create(url + "/subjects")));
        EmbeddedRegistry registry = new EmbeddedRegistry(server, url);
        boolean started = false;
        try {
            registry.requireBackwardCompatibility();
            started = true;
            return registry;
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    /** The base URL for Confluent's clients, {@code http://127.0.0.1:port/apis/ccompat/v7}. */
    public String url() {
        return url;
    }

    /** Kills the server as {@code kill -9} does. What it acknowledged is kept. */
    public void kill() {
        server.kill();
    }

    /** The server's process, for those who do more to it. */
    public ChildProcess process() {
        return server;
    }

    /** Stops the server. Closing twice does no harm. */
    @Override
    public void close() {
        server.close();
    }

    private static List<String> command(Path data, int port) {
        Map<String, String> options = new TreeMap<>();
        options.put("quarkus.http.host", "127.0.0.1");
        options.put("quarkus.http.port", String.valueOf(port));
        options.put("quarkus.banner.enabled", "false");
        // Every write goes to the file before it is acknowledged; the server's own default keeps all in memory.
        options.put("quarkus.datasource.jdbc.url", "jdbc:h2:file:%s;WRITE_DELAY=0".formatted(data.resolve("schemas")));
        options.put("quarkus.datasource.jdbc.initial-size", "1");
        options.put("quarkus.datasource.jdbc.min-size", "1");
        options.put("quarkus.datasource.jdbc.max-size", "8");
        // On a machine that is busy with others, opening the file can take longer than its default of 5 s.
        options.put("quarkus.datasource.jdbc.acquisition-timeout", "60");
        options.put("quarkus.oidc.enabled", "false");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(RegistryDistribution.find().javaArguments(options));
        return command;
    }

    private void requireBackwardCompatibility() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/config"))
                .timeout(REQUEST_LIMIT)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new StartFailure("the schema registry refused BACKWARD compatibility with status %d: %s"
                        .formatted(response.statusCode(), response.body()));
            }
        } catch (IOException e) {
            throw new StartFailure("the schema registry does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while setting up the schema registry", e);
        }
    }
}
