package org.lookalike.provision.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs short commands to their end. */
public final class Command {

    private Command() {}

    /**
     * How a command ended.
     *
     * @param exitCode 0 on success
     * @param output standard output and standard error as one text
     */
    public record Result(int exitCode, String output) {

        /** Whether the command reported success. */
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a command without input and waits for it.
     *
     * @param arguments the program and its arguments
     * @param limit after this time the command and its children are killed
     * @throws StartFailure when the program cannot be run, takes longer than the limit, or the wait is interrupted
     */
    public static Result run(List<String> arguments, Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
        hidePythonSettings(builder);
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new StartFailure("cannot run %s: %s".formatted(arguments.get(0), e.getMessage()), e);
        }
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StartFailure("%s took longer than %d s".formatted(arguments.get(0), limit.toSeconds()));
            }
            return new Result(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while waiting for " + arguments.get(0), e);
        } finally {
            ProcessTree.of(process.toHandle()).kill();
        }
    }

    /** The user's own Python settings would let foreign packages into a private environment. */
    static void hidePythonSettings(ProcessBuilder builder) {
        builder.environment().keySet().removeAll(List.of("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV"));
    }

    private static String read(Process process) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "(output lost: " + e.getMessage() + ")";
        }
    }
}
