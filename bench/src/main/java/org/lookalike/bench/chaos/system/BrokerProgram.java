package org.lookalike.bench.chaos.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.lookalike.embedded.kafka.EmbeddedKafka;

/** A broker as a process of its own: its folder, its port, then for each further listener its port and the port told. */
public final class BrokerProgram {
    private BrokerProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<Integer, Integer> advertised = new HashMap<>();
        for (int index = 2; index < arguments.length; index += 2) {
            advertised.put(Integer.valueOf(arguments[index]), Integer.valueOf(arguments[index + 1]));
        }
        try (EmbeddedKafka broker = EmbeddedKafka.start(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                EmbeddedKafka.DEFAULT_MAX_MESSAGE_BYTES,
                advertised)) {
            System.out.println("the broker serves " + broker.bootstrapServers());
            // Until the process is told to end.
            new CountDownLatch(1).await();
        }
    }
}
