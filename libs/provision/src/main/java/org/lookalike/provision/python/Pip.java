package org.lookalike.provision.python;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lookalike.provision.process.Command;
import org.lookalike.provision.process.StartFailure;

/** The package installer of one virtual environment. Prebuilt packages only: nothing is ever compiled. */
final class Pip {

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int SHOWN_LINES = 15;

    private final Path python;

    private Pip(Path python) {
        this.python = python;
    }

    /** Makes the environment, with the pip that this Python brings. */
    static Pip inNewEnvironment(PythonInterpreter interpreter, Path folder) {
        var made = Command.run(List.of(interpreter.executable().toString(), "-m", "venv", folder.toString()), LIMIT);
        if (!made.succeeded()) {
            throw new StartFailure("cannot make the Python environment %s with %s:%n%s"
                    .formatted(folder, interpreter.executable(), tail(made.output())));
        }
        return new Pip(folder.resolve("bin").resolve("python"));
    }

    /** Fetches with the user's own pip settings, for they may name a mirror. */
    void download(Path requirements, Path wheels) {
        var fetched = run("download", List.of("--require-hashes", "--dest", wheels.toString()), requirements);
        if (!fetched.succeeded()) {
            throw new StartFailure("cannot fetch Python packages into %s (is the package index reachable?):%n%s"
                    .formatted(wheels, tail(fetched.output())));
        }
    }

    /** Installs with no network and no settings of the user's. */
    Command.Result install(Path requirements, Path wheels) {
        return run(
                "install",
                List.of("--isolated", "--no-index", "--find-links", wheels.toString(), "--require-hashes"),
                requirements);
    }

    private Command.Result run(String verb, List<String> options, Path requirements) {
        List<String> arguments = new ArrayList<>(List.of(python.toString(), "-m", "pip", verb));
        arguments.addAll(options);
        arguments.addAll(List.of("--no-deps", "--only-binary", ":all:", "--no-input", "--quiet"));
        arguments.addAll(List.of("--disable-pip-version-check", "--requirement", requirements.toString()));
        return Command.run(arguments, LIMIT);
    }

    private static String tail(String output) {
        List<String> lines = Arrays.asList(output.split("\n", -1));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
