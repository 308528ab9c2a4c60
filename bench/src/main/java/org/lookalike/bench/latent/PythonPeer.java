package org.lookalike.bench.latent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.PeerEnvironment;

/** A Python process that answers one request after another, over its standard streams. */
final class PythonPeer implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int STOP_SECONDS = 10;

    private final String name;
    private final String version;
    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final Writer requests;

    private PythonPeer(String name, String distribution, Process process, Path log) throws IOException {
        this.name = name;
        this.process = process;
        this.log = log;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.version = ask(MAPPER.createObjectNode().put("task", "version").put("package", distribution))
                .path("version")
                .asText();
    }

    /**
     * Starts a Python process.
     *
     * @param name its name in results
     * @param distribution the Python package that it is about
     * @param requirements the packages of its environment, a file among the peers
     * @param folder for its log
     */
    static PythonPeer start(String name, String distribution, String requirements, LatentPlan plan, Path folder)
            throws IOException {
        Path peers = plan.home().resolve("peers");
        Path python = PeerEnvironment.python(peers.resolve(requirements), plan.progress());
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                python.toString(), peers.resolve("latent_peer.py").toString());
        for (String variable :
                new String[] {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"}) {
            builder.environment().put(variable, Integer.toString(plan.threads()));
        }
        builder.redirectError(log.toFile());
        return new PythonPeer(name, distribution, builder.start(), log);
    }

    /** Its name in results. */
    String name() {
        return name;
    }

    /** The version of the package that it is about. */
    String version() {
        return version;
    }

    /** Sends a request and waits for the answer. */
    JsonNode ask(ObjectNode request) {
        try {
            requests.write(MAPPER.writeValueAsString(request) + "\n");
            requests.flush();
            String answer = Optional.ofNullable(answers.readLine())
                    .orElseThrow(() -> new BenchFailure("%s ended:%n%s".formatted(name, logged())));
            return MAPPER.readTree(answer);
        } catch (IOException e) {
            throw new BenchFailure("%s cannot be asked (%s):%n%s".formatted(name, e.getMessage(), logged()), e);
        }
    }

    private String logged() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            // It ends with its input.
            requests.close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            answers.close();
        }
    }
}
