package org.lookalike.bench.chaos.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lookalike.provision.process.ChildProcess;
import org.lookalike.provision.process.Launch;

/** A main class of Lookalike in a JVM of its own. */
final class ProcessComponent implements Component {
    private static final List<String> JVM = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // A short life: what starts quickly is worth more than what runs quickly in the end.
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=logback.xml");

    private final String name;
    private final String kind;
    private final List<Link> links;
    private final Launch launch;
    private @Nullable ChildProcess process;

    ProcessComponent(
            String name, String kind, List<Link> links, Class<?> main, List<String> arguments, Path folder, Path log) {
        this.name = name;
        this.kind = kind;
        this.links = List.copyOf(links);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        launch = new Launch(name, command, folder, log);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<Link> links() {
        return links;
    }

    @Override
    public void start() {
        process = ChildProcess.start(launch, () -> true);
    }

    @Override
    public void kill() {
        running().kill();
    }

    @Override
    public void pause() {
        running().pause();
    }

    @Override
    public void resume() {
        running().resume();
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public String logTail() {
        return process == null ? "" : process.logTail();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private ChildProcess running() {
        return Objects.requireNonNull(process, name + " has not been started");
    }
}
