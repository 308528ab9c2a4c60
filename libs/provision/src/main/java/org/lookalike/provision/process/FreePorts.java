package org.lookalike.provision.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds TCP ports on which nothing listens. They lie below the range that operating systems give to outgoing
 * connections: a client that keeps dialling a dead local server inside that range can end up connected to itself, and
 * then the restarted server cannot have its port back.
 */
public final class FreePorts {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int MAX_TRIES = 1_000;

    /** No port is given out twice in one JVM, for its taker may not listen yet. */
    private static final Set<Integer> TAKEN = Collections.synchronizedSet(new LinkedHashSet<>());

    private FreePorts() {}

    /** One free port of 127.0.0.1. */
    public static int one() {
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (TAKEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new StartFailure("no free port between %d and %d".formatted(LOWEST, HIGHEST));
    }

    /** Several free ports of 127.0.0.1, all different. */
    public static List<Integer> several(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(index -> one())
                .toList();
    }

    /** Whether nothing listens on the port, neither on 127.0.0.1 nor on all addresses. */
    public static boolean isFree(int port) {
        return canBind(InetAddress.getLoopbackAddress(), port) && canBind(new InetSocketAddress(0).getAddress(), port);
    }

    private static boolean canBind(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
