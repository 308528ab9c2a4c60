package org.lookalike.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Processor time so far: of one process, of this JVM, and of the whole machine.
 *
 * @param worker seconds used by the process that is measured
 * @param bench seconds used by this JVM, which the brokers live in
 * @param machine seconds during which the machine's cores were busy, for whomever; 0 where the system does not tell
 */
public record CpuClock(double worker, double bench, double machine) {
    private static final Path STATISTICS = Path.of("/proc/stat");
    private static final double TICKS_PER_SECOND = 100;
    /** user, nice, system, idle, iowait, irq, softirq, steal: the fourth and fifth are time not used. */
    private static final int IDLE = 4;

    private static final int WAITING = 5;
    private static final int COUNTED = 8;

    /** Reads all three, the worker's by its process id. */
    public static CpuClock read(long pid) {
        return new CpuClock(of(ProcessHandle.of(pid)), of(Optional.of(ProcessHandle.current())), machineSeconds());
    }

    /** What was used since an earlier reading. */
    public CpuClock since(CpuClock earlier) {
        return new CpuClock(worker - earlier.worker, bench - earlier.bench, machine - earlier.machine);
    }

    /** Seconds of the machine that went to neither the worker nor this JVM. */
    public double others() {
        return Math.max(0, machine - worker - bench);
    }

    private static double of(Optional<ProcessHandle> process) {
        return process.flatMap(handle -> handle.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    private static double machineSeconds() {
        try {
            String[] fields = Files.readAllLines(STATISTICS).get(0).split(" +", -1);
            double ticks = 0;
            for (int i = 1; i <= Math.min(COUNTED, fields.length - 1); i++) {
                if (i != IDLE && i != WAITING) {
                    ticks += Double.parseDouble(fields[i]);
                }
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
