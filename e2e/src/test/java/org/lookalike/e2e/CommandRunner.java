package org.lookalike.e2e;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.cli.Lookalike;

/** Runs {@code lookalike} commands in this JVM and catches what they print. */
final class CommandRunner {
    private final Path state;

    /** @param state the folder of the system that they speak to */
    CommandRunner(Path state) {
        this.state = state;
    }

    /**
     * How a command ended.
     *
     * @param code its exit code
     * @param out what it printed as its result
     * @param err what it told besides
     */
    record Ended(int code, String out, String err) {}

    /** Runs one to its end. The streams are the JVM's, so one at a time. */
    Ended run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--state=" + state);
        return runWithoutSystem(all.toArray(String[]::new));
    }

    /** Runs one that speaks to no system. */
    static synchronized Ended runWithoutSystem(String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code;
        try (PrintStream caughtOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream caughtErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            System.setOut(caughtOut);
            System.setErr(caughtErr);
            code = Lookalike.run(arguments);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
