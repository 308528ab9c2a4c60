package org.lookalike.provision.python;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.provision.process.Command;
import org.lookalike.provision.process.StartFailure;

/** A Python on this machine that the pinned packages support. */
record PythonInterpreter(Path executable, String version) {

    /** Names an interpreter outright. */
    static final String VARIABLE = "LOOKALIKE_PYTHON";

    private static final int OLDEST_MINOR = 10;
    private static final int NEWEST_MINOR = 14;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("version=3\\.(\\d+)");

    /**
     * The first interpreter that fits: the one {@code LOOKALIKE_PYTHON} names, else {@code python3}, else the newest
     * {@code python3.N} on the path.
     *
     * @throws StartFailure when there is none; the message says what to install
     */
    static PythonInterpreter find(Map<String, String> environment) {
        List<String> seen = new ArrayList<>();
        for (Path candidate : candidates(environment)) {
            @Nullable String version = versionOf(candidate, seen);
            if (version != null) {
                PythonInterpreter found = new PythonInterpreter(candidate, version);
                found.requireVenv();
                return found;
            }
        }
        throw new StartFailure("Lookalike needs Python 3.%d to 3.%d as python3 on the PATH (or its path in %s)%s. "
                        .formatted(
                                OLDEST_MINOR,
                                NEWEST_MINOR,
                                VARIABLE,
                                seen.isEmpty() ? " and found none" : "; found only " + String.join(", ", seen))
                + "Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.13");
    }

    private static List<Path> candidates(Map<String, String> environment) {
        @Nullable String chosen = environment.get(VARIABLE);
        if (chosen != null && !chosen.isBlank()) {
            return List.of(Path.of(chosen).toAbsolutePath());
        }
        List<String> names = new ArrayList<>(List.of("python3"));
        for (int minor = NEWEST_MINOR; minor >= OLDEST_MINOR; minor--) {
            names.add("python3." + minor);
        }
        String path = Optional.ofNullable(environment.get("PATH")).orElse("");
        List<Path> found = new ArrayList<>();
        for (String name : names) {
            for (String folder : path.split(File.pathSeparator, -1)) {
                Path file = Path.of(folder).resolve(name).toAbsolutePath();
                if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static @Nullable String versionOf(Path python, List<String> unfit) {
        String program = "import sys; print('version=%d.%d' % sys.version_info[:2])";
        Command.Result result;
        try {
            result = Command.run(List.of(python.toString(), "-c", program), LIMIT);
        } catch (StartFailure e) {
            unfit.add(python + " (does not run)");
            return null;
        }
        Matcher version = VERSION.matcher(result.output());
        if (result.succeeded() && version.find()) {
            int minor = Integer.parseInt(version.group(1));
            if (minor >= OLDEST_MINOR && minor <= NEWEST_MINOR) {
                return "3." + minor;
            }
            unfit.add(python + " (3." + minor + ")");
        } else {
            unfit.add(python + " (tells no version)");
        }
        return null;
    }

    /** Debian ships the interpreter without these two modules. */
    private void requireVenv() {
        if (!Command.run(List.of(executable.toString(), "-c", "import venv, ensurepip"), LIMIT)
                .succeeded()) {
            throw new StartFailure(("Python %s at %s cannot make virtual environments: its venv or ensurepip module is "
                            + "missing. Debian and Ubuntu: apt-get install python%s-venv")
                    .formatted(version, executable, version));
        }
    }
}
