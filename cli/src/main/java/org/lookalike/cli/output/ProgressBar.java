package org.lookalike.cli.output;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Done, rate, time left and refused on one line that is written over; without a terminal, a line every few seconds. Used
 * by one thread.
 */
public final class ProgressBar {
    private static final int WIDTH = 30;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private static final String INDEXED = "indexed";

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private final String done;
    private final Instant start;
    private Instant lastLine;

    /** @param terminal whether the stream is one, so that a line can be written over */
    public ProgressBar(PrintStream out, boolean terminal, InstantSource clock) {
        this(out, terminal, clock, INDEXED);
    }

    /**
     * The same with another word for what is done.
     *
     * @param done such as encoded
     */
    public ProgressBar(PrintStream out, boolean terminal, InstantSource clock, String done) {
        this.out = out;
        this.done = done;
        this.terminal = terminal;
        this.clock = clock;
        this.start = clock.instant();
        this.lastLine = start;
    }

    /** Shows how far it is. */
    public void show(long done, long refused, long total) {
        Instant now = clock.instant();
        if (terminal) {
            out.print("\r" + text(done, refused, total, now) + "\u001b[K");
            out.flush();
        } else if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
            lastLine = now;
            out.println(text(done, refused, total, now));
        }
    }

    /** Shows the end and moves to a new line. */
    public void finish(long done, long refused, long total) {
        out.println(
                (terminal ? "\r" : "") + text(done, refused, total, clock.instant()) + (terminal ? "\u001b[K" : ""));
    }

    private String text(long finished, long refused, long total, Instant now) {
        long handled = finished + refused;
        double seconds = Math.max(0.001, Duration.between(start, now).toMillis() / 1000.0);
        double rate = handled / seconds;
        int filled = total == 0 ? WIDTH : (int) Math.min(WIDTH, WIDTH * handled / total);
        String left = rate < 0.01 ? "?" : "%ds".formatted(Math.round(Math.max(0, total - handled) / rate));
        String refusals = refused == 0 && !done.equals(INDEXED) ? "" : ", %d refused".formatted(refused);
        return "[%s%s] %d/%d %s, %.0f/s, %s left%s"
                .formatted("█".repeat(filled), "·".repeat(WIDTH - filled), finished, total, done, rate, left, refusals);
    }
}
