package org.lookalike.cli.indexing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.simulation.InboxImages;
import org.lookalike.simulation.InspectionLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A synthetic inspection line that publishes to the inbox like any camera. */
@Command(name = "simulate", description = "Publish pictures of a synthetic inspection line at a given rate.")
public final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(names = "--rate", defaultValue = "5", description = "Pictures per second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--count",
            defaultValue = "0",
            description = "How many pictures; 0 goes on until Ctrl-C (default: ${DEFAULT-VALUE}).")
    private long count;

    @Option(
            names = "--first",
            defaultValue = "0",
            description = "Number of the first picture (default: ${DEFAULT-VALUE}).")
    private long first;

    @Option(names = "--seed", defaultValue = "1", description = "Which line to simulate (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (!(rate > 0 && rate <= 10_000)) {
            throw new IllegalArgumentException("--rate is %s, must be more than 0 and at most 10000".formatted(rate));
        }
        InspectionLine line = new InspectionLine(seed);
        AtomicLong acknowledged = new AtomicLong();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long start = System.nanoTime();
        try (Producer<byte[], byte[]> producer = system.clients().producer("lookalike-simulate")) {
            for (long number = 0; count == 0 || number < count; number++) {
                long due = start + (long) (number * 1e9 / rate);
                for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                if (Thread.currentThread().isInterrupted() || failure.get() != null) {
                    break;
                }
                var unused = producer.send(InboxImages.record(line.image(first + number)), (metadata, thrown) -> {
                    if (thrown != null) {
                        failure.compareAndSet(null, thrown);
                    } else if (acknowledged.incrementAndGet() % Math.max(1, Math.round(rate * 10)) == 0) {
                        Console.step("%d published, %.1f/s"
                                .formatted(
                                        acknowledged.get(),
                                        acknowledged.get()
                                                * 1000.0
                                                / Math.max(
                                                        1,
                                                        Duration.ofNanos(System.nanoTime() - start)
                                                                .toMillis())));
                    }
                });
            }
        }
        Exception thrown = failure.get();
        if (thrown != null) {
            throw new TransientFailure("the broker did not take a picture: " + thrown.getMessage(), thrown);
        }
        Console.line("%d pictures published on the inbox".formatted(acknowledged.get()));
        return 0;
    }
}
