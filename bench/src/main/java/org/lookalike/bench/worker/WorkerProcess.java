package org.lookalike.bench.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lookalike.embedder.Embedder;
import org.lookalike.provision.process.ChildProcess;
import org.lookalike.provision.process.Launch;

/** A running worker: a process that runs events on {@code images.arrived} into vectors. Thread-safe. */
public final class WorkerProcess implements AutoCloseable {
    /** What ./lookalike gives each of its processes. */
    private static final List<String> HEAP = List.of("-Xmx2g", "-XX:+ExitOnOutOfMemoryError");

    private final String name;
    private final ChildProcess process;

    private WorkerProcess(String name, ChildProcess process) {
        this.name = name;
        this.process = process;
    }

    /**
     * What every worker is told.
     *
     * @param bootstrapServers its own broker
     * @param registryUrl the schema registry
     * @param encoder the encoder's folder
     * @param store the image store's folder
     * @param threads threads that decode, and threads within one inference
     * @param device {@code cpu}, {@code cuda} or {@code tensorrt}
     */
    public record Task(
            String bootstrapServers, String registryUrl, Path encoder, Path store, int threads, String device) {}

    /**
     * Starts the embedder's own main class in a JVM of its own.
     *
     * @param settings more of its settings, by name
     * @param javaOptions more options of the JVM
     */
    public static WorkerProcess embedder(
            Task task, Map<String, String> settings, List<String> javaOptions, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(HEAP);
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Embedder.class.getName()));
        command.add("--kafka.bootstrap-servers=" + task.bootstrapServers());
        command.add("--registry.url=" + task.registryUrl());
        command.add("--encoder.folder=" + task.encoder());
        command.add("--encoder.device=" + task.device());
        command.add("--embedder.decode.threads=" + task.threads());
        if (task.threads() != Runtime.getRuntime().availableProcessors()
                && task.device().equals("cpu")) {
            // As many in all as asked for, in the embedder's own way to divide them.
            command.add("--encoder.threads=1");
        }
        command.add("--store.folder=" + task.store());
        settings.forEach((key, value) -> command.add("--%s=%s".formatted(key, value)));
        return start("the embedder", command, folder, "embedder.log");
    }

    /**
     * Starts a service's own main class in a JVM of its own.
     *
     * @param name what it is called in messages
     * @param settings its settings, by name
     * @param folder its working folder, where its log is written
     */
    public static WorkerProcess service(String name, Class<?> main, Map<String, String> settings, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(HEAP);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        settings.forEach((key, value) -> command.add("--%s=%s".formatted(key, value)));
        return start(name, command, folder, "service.log");
    }

    /** Starts the Python worker. */
    public static WorkerProcess peer(Task task, Path python, Path script, int batch, Path folder) {
        return start(
                "the Python worker",
                List.of(
                        python.toString(),
                        script.toString(),
                        "--bootstrap-servers=" + task.bootstrapServers(),
                        "--registry-url=" + task.registryUrl(),
                        "--encoder=" + task.encoder(),
                        "--threads=" + task.threads(),
                        "--device=" + task.device(),
                        "--batch=" + batch),
                folder,
                "python.log");
    }

    private static WorkerProcess start(String name, List<String> command, Path folder, String log) {
        // Readiness is the first vector of the warm-up.
        Launch launch = new Launch(name, command, folder, folder.resolve(log));
        return new WorkerProcess(name, ChildProcess.start(launch, () -> true));
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines of what it wrote. */
    public String logTail() {
        return process.logTail();
    }

    @Override
    public void close() {
        process.close();
    }
}
