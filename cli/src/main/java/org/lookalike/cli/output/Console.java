package org.lookalike.cli.output;

import java.time.InstantSource;

/**
 * What the commands print: results on standard output, everything on the way to them on standard error. Names of files and texts
 * of other programs are part of it, so that control characters are shown by their number: they would write over lines, or
 * give orders to the terminal. Only line ends and tabs are printed as they are.
 */
public final class Console {
    private Console() {}

    /** A line of the result. */
    public static void line(String text) {
        System.out.println(printable(text));
    }

    /** What is being done right now. */
    public static void step(String what) {
        System.err.println("· " + printable(what));
    }

    /** Asks for a line of input. */
    public static void prompt(String question) {
        System.err.print(printable(question));
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
        System.err.println("lookalike: " + printable(what));
    }

    private static String printable(String text) {
        if (text.codePoints().noneMatch(Console::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (isHidden(each)) {
                shown.append("\\u%04x".formatted(each));
            } else {
                shown.appendCodePoint(each);
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t';
    }
}
