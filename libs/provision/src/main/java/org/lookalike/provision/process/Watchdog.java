package org.lookalike.provision.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * A tiny shell beside a child that outlives this JVM for a moment: when its input ends without a word, this JVM was
 * killed, and the watchdog kills the processes it was told of. Shutdown hooks cannot do that, for SIGKILL runs none.
 */
final class Watchdog {

    /** Forgets all at "done"; ignores the Ctrl-C that the terminal sends to the whole group. */
    private static final String SCRIPT = """
            trap '' INT HUP TERM
            all=
            while read -r line; do
              case "$line" in
                done) exit 0 ;;
                *) all="$line" ;;
              esac
            done
            [ -z "$all" ] || kill -9 $all
            """;

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    static Watchdog start() throws IOException {
        return new Watchdog(new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Replaces the processes to kill. */
    void guard(ProcessTree tree) {
        StringBuilder line = new StringBuilder();
        Stream.concat(Stream.of(tree.root()), tree.descendants().stream())
                .forEach(process -> line.append(process.pid()).append(' '));
        say(line.toString().trim());
    }

    /** Ends the watch: process ids are used again, so a dead child must not be guarded. */
    void dismiss() {
        say("done");
    }

    private void say(String line) {
        try {
            shell.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            shell.getOutputStream().flush();
        } catch (IOException e) {
            // The shell is gone, so there is nobody left to tell.
            shell.destroyForcibly();
        }
    }
}
