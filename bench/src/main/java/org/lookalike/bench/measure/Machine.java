package org.lookalike.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where measurements are taken.
 *
 * @param processor the processor's name, or its architecture where the system does not tell it
 * @param cores how many this JVM may use
 * @param system the operating system
 * @param java the Java version
 */
public record Machine(String processor, int cores, String system, String java) {
    private static final int SECONDS_AT_REST = 5;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** This machine. */
    public static Machine here() {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    /** The load average of the last minute, or a negative number where the system keeps none. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /**
     * Waits until nobody works here: until the cores were busy for less than the share of the time over some seconds.
     *
     * @param busy 0 to 1, of all cores
     * @return whether that came within the limit
     */
    public static boolean awaitRest(double busy, Duration limit) throws InterruptedException {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long deadline = System.nanoTime() + limit.toNanos();
        int quiet = 0;
        system.getCpuLoad();
        while (quiet < SECONDS_AT_REST && System.nanoTime() < deadline) {
            TimeUnit.SECONDS.sleep(1);
            quiet = system.getCpuLoad() < busy ? quiet + 1 : 0;
        }
        return quiet == SECONDS_AT_REST;
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
