package org.lookalike.bench.chaos.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between one service and one server, by which the service can be cut off from that server alone. Thread-safe.
 */
public final class Link implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 << 10;
    private static final int CONNECT_TIMEOUT_MS = 3_000;

    private final String name;
    private final int target;
    private final ServerSocket server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private @Nullable CutMode cut;

    /**
     * Listens.
     *
     * @param name for the names of its threads
     * @param port of 127.0.0.1, to listen on
     * @param target the server's port on 127.0.0.1
     */
    Link(String name, int port, int target) {
        this.name = name;
        this.target = target;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException("the link %s cannot listen on port %d".formatted(name, port), e);
        }
        thread("accept", this::accept);
    }

    /** The service and the server that it connects, such as {@code sink-1-milvus}. */
    public String name() {
        return name;
    }

    /** Cuts the service off until {@link #heal}. */
    public void cut(CutMode mode) {
        synchronized (this) {
            cut = mode;
        }
        if (mode == CutMode.RESET) {
            connections.forEach(Connection::close);
        }
    }

    /** Lets everything through again; what was swallowed stays lost, and its connections are closed. */
    public void heal() {
        synchronized (this) {
            cut = null;
            notifyAll();
        }
        connections.stream().filter(connection -> connection.lostBytes).forEach(Connection::close);
    }

    private synchronized @Nullable CutMode cut() {
        return cut;
    }

    /** @return whether the bytes just read may be passed on */
    private synchronized boolean awaitPassage(boolean reply) throws InterruptedException {
        while (cut == CutMode.STALL) {
            wait();
        }
        return cut != CutMode.LOSE_REPLIES || !reply;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Connection connection = new Connection(server.accept());
                connections.add(connection);
                thread("connect", connection::open);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("the link %s cannot accept connections".formatted(name), e);
                }
            }
        }
    }

    private void thread(String what, Runnable task) {
        Thread thread = new Thread(task, "link-%s-%s".formatted(name, what));
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(Connection::close);
    }

    private final class Connection {
        private final Socket client;
        private final Socket upstream = new Socket();
        private volatile boolean lostBytes;

        Connection(Socket client) {
            this.client = client;
        }

        void open() {
            try {
                if (cut() == CutMode.RESET || !awaitOpening()) {
                    close();
                    return;
                }
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_TIMEOUT_MS);
                thread("replies", () -> pump(upstream, client, true));
                pump(client, upstream, false);
            } catch (IOException e) {
                // The server is down: so is the connection.
                close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
            }
        }

        private boolean awaitOpening() throws InterruptedException {
            awaitPassage(false);
            return cut() != CutMode.RESET;
        }

        private void pump(Socket from, Socket to, boolean reply) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (awaitPassage(reply)) {
                        out.write(buffer, 0, count);
                        out.flush();
                    } else {
                        lostBytes = true;
                    }
                }
            } catch (IOException e) {
                // One side hung up, as happens when it is killed.
                lostBytes = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        void close() {
            connections.remove(this);
            reset(client);
            reset(upstream);
        }

        /** Closed without a goodbye, so that whoever waits notices at once. */
        private void reset(Socket socket) {
            try {
                if (!socket.isClosed() && socket.isConnected()) {
                    socket.setSoLinger(true, 0);
                }
            } catch (SocketException e) {
                // Closed meanwhile.
                lostBytes = true;
            }
            try {
                socket.close();
            } catch (IOException e) {
                lostBytes = true;
            }
        }
    }
}
