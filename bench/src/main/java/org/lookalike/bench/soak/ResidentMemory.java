package org.lookalike.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.lookalike.bench.worker.BenchFailure;

/** The resident memory of a process, as Linux tells it. */
public final class ResidentMemory {
    private static final String FIELD = "VmRSS:";
    private static final long KILOBYTE = 1024;

    private ResidentMemory() {}

    /** Bytes of main memory that a process holds now, heap, native memory and mapped files together. */
    public static long of(long pid) {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(FIELD))
                            .map(line -> line.substring(FIELD.length())
                                    .replace("kB", "")
                                    .strip())
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElseThrow(() -> new BenchFailure("no %s in %s".formatted(FIELD, status)))
                    * KILOBYTE;
        } catch (IOException e) {
            throw new BenchFailure("the memory of process %d cannot be read; this needs Linux".formatted(pid), e);
        }
    }
}
