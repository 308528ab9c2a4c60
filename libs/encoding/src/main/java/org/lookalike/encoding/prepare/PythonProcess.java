package org.lookalike.encoding.prepare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lookalike.platform.failure.TransientFailure;

/** One run of a Python interpreter, cut off from the user's own Python settings and bounded in time. */
final class PythonProcess {
    /** Enough for 17 MB over a slow line. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int LINES_KEPT = 5;

    private PythonProcess() {}

    /**
     * @param status the exit status
     * @param output everything that it printed, errors included
     */
    record Result(int status, List<String> output) {
        boolean succeeded() {
            return status == 0;
        }

        String lastLines() {
            return String.join(" | ", output.subList(Math.max(0, output.size() - LINES_KEPT), output.size()));
        }
    }

    /** Writes a script from beside this class into a folder. */
    static Path resource(String name, Path folder) throws IOException {
        try (InputStream script = PythonProcess.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("%s is missing from the class path".formatted(name));
            }
            Path file = folder.resolve(name);
            Files.copy(script, file);
            return file;
        }
    }

    /** Runs to the end; kills the process if that takes too long, or the thread is interrupted. */
    static Result run(Path python, Path work, List<String> arguments) throws IOException {
        Path log = Files.createTempFile(work, "python-", ".log");
        List<String> command = new ArrayList<>(List.of(python.toString(), "-I", "-B", "-X", "utf8"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new TransientFailure("%s did not end within %s".formatted(command, LIMIT));
            }
            return new Result(
                    process.exitValue(),
                    new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while running %s".formatted(command), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
