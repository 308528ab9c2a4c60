package org.lookalike.bench.chaos.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lookalike.provision.process.FreePorts;

/** Against a server that replies to each byte with the next one. */
@Timeout(30)
class LinkTest {
    private static final int SHORT_MS = 200;
    private static final int LONG_MS = 10_000;

    private final LinkedBlockingQueue<Integer> received = new LinkedBlockingQueue<>();
    private final int port = FreePorts.one();
    private ServerSocket server;
    private Link link;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "server");
        thread.setDaemon(true);
        thread.start();
        link = new Link("test", port, server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        link.close();
        server.close();
    }

    @Test
    void passesEverythingOn() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(2);
        }
    }

    @Test
    void letsAStalledRequestThroughWhenItHeals() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(2);
            link.cut(CutMode.STALL);
            client.setSoTimeout(SHORT_MS);
            assertThatThrownBy(() -> ask(client, 5)).isInstanceOf(SocketTimeoutException.class);

            link.heal();

            client.setSoTimeout(LONG_MS);
            assertThat(client.getInputStream().read()).isEqualTo(6);
        }
    }

    @Test
    void resetsOldAndNewConnections() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(2);

            link.cut(CutMode.RESET);

            assertThatThrownBy(() -> ask(client, 1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (Socket next = connect()) {
                            ask(next, 1);
                        }
                    })
                    .isInstanceOf(IOException.class);
            link.heal();
            try (Socket next = connect()) {
                assertThat(ask(next, 1)).isEqualTo(2);
            }
        }
    }

    @Test
    void losesRepliesToRequestsThatCameThrough() throws Exception {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(2);
            received.clear();
            link.cut(CutMode.LOSE_REPLIES);
            client.setSoTimeout(SHORT_MS);

            assertThatThrownBy(() -> ask(client, 5)).isInstanceOf(SocketTimeoutException.class);

            assertThat(received.poll(LONG_MS, TimeUnit.MILLISECONDS)).isEqualTo(5);
            link.heal();
            client.setSoTimeout(LONG_MS);
            assertThatThrownBy(() -> ask(client, 5)).isInstanceOf(IOException.class);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LONG_MS);
        socket.setSoTimeout(LONG_MS);
        return socket;
    }

    /** @throws IOException also at the end of the stream */
    private static int ask(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        int reply = socket.getInputStream().read();
        if (reply < 0) {
            throw new IOException("closed");
        }
        return reply;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> reply(socket), "connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void reply(Socket socket) {
        try (socket) {
            for (int value = socket.getInputStream().read();
                    value >= 0;
                    value = socket.getInputStream().read()) {
                received.add(value);
                socket.getOutputStream().write(value + 1);
            }
        } catch (IOException e) {
            received.add(-1);
        }
    }
}
