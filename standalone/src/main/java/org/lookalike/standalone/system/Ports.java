package org.lookalike.standalone.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Free TCP ports of this machine. Between the asking and the use another program may take one: then the start fails. */
final class Ports {
    private Ports() {}

    /** The wanted port if nobody has it, else any free one. */
    static int freeOrAny(int wanted) {
        try (ServerSocket socket = bind(wanted)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            try (ServerSocket socket = bind(0)) {
                return socket.getLocalPort();
            } catch (IOException none) {
                throw new UncheckedIOException("no free port on this machine", none);
            }
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
