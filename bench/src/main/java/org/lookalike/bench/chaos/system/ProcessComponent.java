package org.lookalike.bench.chaos.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.provision.process.ChildProcess;
import org.lookalike.provision.process.Launch;

/** A main class of Lookalike in a JVM of its own. */
final class ProcessComponent extends ChildComponent {
    private static final List<String> JVM = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // A short life: what starts quickly is worth more than what runs quickly in the end.
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=logback.xml");

    private final Launch launch;

    ProcessComponent(
            String name, String kind, List<Link> links, Class<?> main, List<String> arguments, Path folder, Path log) {
        super(name, kind, links);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        launch = new Launch(name, command, folder, log);
    }

    @Override
    ChildProcess launch() {
        return ChildProcess.start(launch, () -> true);
    }
}
