package org.lookalike.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections on which the header of a request, once it has begun, does not come to its end in time. Jetty's idle timeout
 * begins anew with each byte. Connections that wait for their next request are not concerned. Thread-safe.
 */
final class HeaderTimeout extends Handler.Wrapper implements Connection.Listener {
    private static final int CHECKS = 4;

    private final Duration limit;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();

    /** @param limit from the first byte of a header to its last; up to a quarter more passes until it is noticed */
    HeaderTimeout(Duration limit, Handler handler) {
        super(handler);
        this.limit = limit;
    }

    /** Guarded by itself. */
    private static final class Progress {
        private boolean working;
        private long bytesBefore;
        /** When a header was seen to have begun; 0 where none has. */
        private long begunNanos;

        synchronized void work() {
            working = true;
            begunNanos = 0;
        }

        synchronized void await(long bytesIn) {
            working = false;
            bytesBefore = bytesIn;
        }

        synchronized boolean isOver(long bytesIn, long nowNanos, Duration limit) {
            if (working || bytesIn == bytesBefore) {
                return false;
            }
            if (begunNanos == 0) {
                begunNanos = nowNanos;
            }
            return nowNanos - begunNanos > limit.toNanos();
        }
    }

    /** Watches the connections of a connector, for as long as that runs. */
    void watch(Connector connector) {
        connector.addEventListener(this);
        schedule(connector);
    }

    private void schedule(Connector connector) {
        var unused = connector
                .getScheduler()
                .schedule(
                        () -> {
                            check();
                            if (connector.isRunning()) {
                                schedule(connector);
                            }
                        },
                        Math.max(1, limit.toMillis() / CHECKS),
                        TimeUnit.MILLISECONDS);
    }

    private void check() {
        long now = System.nanoTime();
        connections.forEach((connection, progress) -> {
            if (progress.isOver(connection.getBytesIn(), now, limit)) {
                connection
                        .getEndPoint()
                        .close(new TimeoutException(
                                "the request's header took longer than " + limit.toMillis() + " ms"));
            }
        });
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(connection, new Progress());
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        Progress progress = connections.get(connection);
        if (progress != null) {
            progress.work();
            Request.addCompletionListener(request, failure -> progress.await(connection.getBytesIn()));
        }
        return super.handle(request, response, callback);
    }
}
