package org.lookalike.provision.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to start one server.
 *
 * @param name for messages and the log
 * @param command the program and its arguments
 * @param folder its working folder, made when missing
 * @param log the file that gets its standard output and standard error, appended
 * @param environment variables on top of this JVM's own
 * @param startLimit how long it may take until it is ready
 * @param stopLimit how long it may take to end by itself before it is killed
 */
public record Launch(
        String name,
        List<String> command,
        Path folder,
        Path log,
        Map<String, String> environment,
        Duration startLimit,
        Duration stopLimit) {

    private static final Duration DEFAULT_START_LIMIT = Duration.ofMinutes(2);
    private static final Duration DEFAULT_STOP_LIMIT = Duration.ofSeconds(10);

    /** Copies the collections. */
    public Launch {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("the command of %s is empty".formatted(name));
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** With no extra variables, 120 s to start and 10 s to stop. */
    public Launch(String name, List<String> command, Path folder, Path log) {
        this(name, command, folder, log, Map.of(), DEFAULT_START_LIMIT, DEFAULT_STOP_LIMIT);
    }

    /** The same with other variables on top of this JVM's own. */
    public Launch withEnvironment(Map<String, String> variables) {
        return new Launch(name, command, folder, log, variables, startLimit, stopLimit);
    }
}
