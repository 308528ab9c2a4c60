package org.lookalike.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Fails the reading of bodies that arrive more slowly than a minimum rate, so that a client that drips does not keep a slot.
 * Jetty's own {@code MinimumDataRateHandler} goes by the bytes of all requests together. Thread-safe.
 */
final class MinimumRateHandler extends Handler.Wrapper {
    /** How long a body may take to start flowing. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final long bytesPerSecond;

    /** @param bytesPerSecond on average since the body was first asked for; 0 for any rate */
    MinimumRateHandler(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(bytesPerSecond == 0 ? request : new Measured(request), response, callback);
    }

    private final class Measured extends Request.Wrapper {
        private long startNanos;
        private long bytes;

        Measured(Request request) {
            super(request);
        }

        @Override
        public Content.Chunk read() {
            long now = System.nanoTime();
            if (startNanos == 0) {
                startNanos = now;
            }
            Content.Chunk chunk = super.read();
            if (chunk == null || chunk.isLast()) {
                return chunk;
            }
            bytes += chunk.remaining();
            long elapsed = now - startNanos;
            if (elapsed > GRACE.toNanos() && bytes < bytesPerSecond * (elapsed / 1e9)) {
                chunk.release();
                return Content.Chunk.from(new TimeoutException("%d bytes arrived in %.1f s, must be %d a second"
                        .formatted(bytes, elapsed / 1e9, bytesPerSecond)));
            }
            return chunk;
        }
    }
}
