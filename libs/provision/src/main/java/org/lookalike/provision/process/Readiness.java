package org.lookalike.provision.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Asks a starting server whether it can serve yet. */
@FunctionalInterface
public interface Readiness {

    /** Answers within a second or two. */
    boolean isReady();

    /** Ready when something accepts connections on the port of 127.0.0.1. */
    static Readiness port(int port) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return true;
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** Ready when the address answers a GET with a status from 200 to 299. */
    static Readiness http(URI address) {
        return () -> {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) address.toURL().openConnection();
                connection.setConnectTimeout(1_000);
                connection.setReadTimeout(2_000);
                try {
                    return connection.getResponseCode() / 100 == 2;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** Ready when both are; the second is only asked when the first says yes. */
    default Readiness and(Readiness second) {
        return () -> isReady() && second.isReady();
    }
}
