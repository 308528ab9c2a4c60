package org.lookalike.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.lookalike.provision.process.FreePorts;

class PortsTest {
    @Test
    void theWantedPortIsTakenWhereItIsFree() {
        int wanted = FreePorts.one();

        assertThat(Ports.freeOrAny(wanted)).isEqualTo(wanted);
    }

    @Test
    void anotherIsTakenWhereSomebodyListens() throws IOException {
        try (ServerSocket taken = new ServerSocket(FreePorts.one(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.freeOrAny(taken.getLocalPort())).isPositive().isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void withoutAWishAnyFreePortIsTaken() {
        assertThat(Ports.freeOrAny(0)).isPositive();
    }
}
