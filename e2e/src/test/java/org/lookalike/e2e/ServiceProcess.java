package org.lookalike.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.provision.process.ChildProcess;
import org.lookalike.provision.process.FreePorts;
import org.lookalike.provision.process.Launch;
import org.lookalike.provision.process.Readiness;

/** A service as a process of its own, on this test's class path; its log lies in {@code target/faults}. */
final class ServiceProcess implements AutoCloseable {
    private final String name;
    private final Class<?> main;
    private final List<String> flags;
    private ChildProcess process;

    private ServiceProcess(String name, Class<?> main, List<String> flags) {
        this.name = name;
        this.main = main;
        this.flags = List.copyOf(flags);
        this.process = launch();
    }

    /** Starts the service and returns when it is ready. */
    static ServiceProcess start(String name, Class<?> main, List<String> flags) {
        return new ServiceProcess(name, main, flags);
    }

    /** Kills it as {@code kill -9} does. */
    void kill() {
        process.kill();
    }

    /** Starts it again with the same settings. */
    void startAgain() {
        process = launch();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String logTail() {
        return process.logTail();
    }

    @Override
    public void close() {
        process.close();
    }

    private ChildProcess launch() {
        int operationsPort = FreePorts.one();
        Path folder = Path.of("target", "faults").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // A short life: what starts quickly is worth more than what runs quickly in the end.
                "-XX:TieredStopAtLevel=1",
                // As a service logs, not as a test does.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--operations.port=" + operationsPort));
        command.addAll(flags);
        return ChildProcess.start(
                new Launch(name, command, folder, folder.resolve(name + ".log")),
                Readiness.http(URI.create("http://127.0.0.1:%d/health/ready".formatted(operationsPort))));
    }
}
