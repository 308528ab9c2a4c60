package org.lookalike.cli.output;

import java.time.InstantSource;

/** What the commands print: results on standard output, everything on the way to them on standard error. */
public final class Console {
    private Console() {}

    /** A line of the result. */
    public static void line(String text) {
        System.out.println(text);
    }

    /** What is being done right now. */
    public static void step(String what) {
        System.err.println("· " + what);
    }

    /** Asks for a line of input. */
    public static void prompt(String question) {
        System.err.print(question);
        System.err.flush();
    }

    /** A progress bar; it writes its line over only where the start script saw a terminal. */
    public static ProgressBar progressBar() {
        return new ProgressBar(System.err, Boolean.getBoolean("lookalike.terminal"), InstantSource.system());
    }

    /** The same with another word for what is done. */
    public static ProgressBar progressBar(String done) {
        return new ProgressBar(System.err, Boolean.getBoolean("lookalike.terminal"), InstantSource.system(), done);
    }

    /** What went wrong, as one sentence. */
    public static void problem(String what) {
        System.err.println("lookalike: " + what);
    }
}
