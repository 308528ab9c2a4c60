package org.lookalike.bench.pipeline;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Processor time so far, by stage: of this JVM's threads by their names, and of the processes that it has started. What ended
 * between two readings is missing; the stages' threads do not.
 *
 * @param threads seconds by thread
 * @param whole seconds of this JVM and of each stage's process
 */
record StageClock(Map<Long, Reading> threads, Map<PipelineStage, Double> whole) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A thread's time. */
    record Reading(PipelineStage stage, double seconds) {}

    /** Reads the clocks. */
    static StageClock read() {
        Map<Long, Reading> threads = new TreeMap<>();
        for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            // One that has just ended has no information, or no time.
            if (info != null) {
                double seconds = Math.max(0, THREADS.getThreadCpuTime(info.getThreadId())) / 1e9;
                threads.put(info.getThreadId(), new Reading(PipelineStage.ofThread(info.getThreadName()), seconds));
            }
        }
        Map<PipelineStage, Double> whole = new EnumMap<>(PipelineStage.class);
        whole.put(PipelineStage.JVM, seconds(ProcessHandle.current()));
        ProcessHandle.current()
                .descendants()
                .forEach(process -> process.info()
                        .commandLine()
                        .flatMap(PipelineStage::ofProcess)
                        .ifPresent(stage -> whole.merge(stage, seconds(process), Double::sum)));
        return new StageClock(threads, whole);
    }

    /** Seconds since an earlier reading. */
    Map<PipelineStage, Double> since(StageClock earlier) {
        Map<PipelineStage, Double> used = new EnumMap<>(PipelineStage.class);
        double inThreads = 0;
        for (Map.Entry<Long, Reading> thread : threads.entrySet()) {
            Reading before = earlier.threads.get(thread.getKey());
            double seconds = thread.getValue().seconds() - (before == null ? 0 : before.seconds());
            used.merge(thread.getValue().stage(), seconds, Double::sum);
            inThreads += seconds;
        }
        whole.forEach((stage, seconds) ->
                used.merge(stage, seconds - Objects.requireNonNullElse(earlier.whole.get(stage), 0.0), Double::sum));
        double others = inThreads;
        // The compiler's and the collector's threads are not among the threads that Java shows.
        used.computeIfPresent(PipelineStage.JVM, (stage, seconds) -> Math.max(0, seconds - others));
        return used;
    }

    private static double seconds(ProcessHandle process) {
        return Optional.of(process)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .map(duration -> duration.toNanos() / 1e9)
                .orElse(0.0);
    }
}
