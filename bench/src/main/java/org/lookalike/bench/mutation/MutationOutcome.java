package org.lookalike.bench.mutation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of mutated inputs.
 *
 * @param pictures how many pictures were sent, by inbox and HTTP
 * @param embedded how many of them are indexed
 * @param refused how many were refused, by code
 * @param missing how many are neither
 * @param messages how many Avro records were sent
 * @param refusedMessages how many of these were refused, by code; the others were read as sound
 * @param alive whether every stage took sound pictures and searches afterwards
 * @param memory in the order of time, one for each tenth of the inputs and one before them
 * @param seconds how long it took
 */
record MutationOutcome(
        int pictures,
        int embedded,
        Map<String, Integer> refused,
        int missing,
        int messages,
        Map<String, Integer> refusedMessages,
        boolean alive,
        List<Memory> memory,
        double seconds) {
    /**
     * After half of the inputs everything is loaded; from there memory may grow by this factor, for what fills up to a
     * bound: the broker's 1,028 times of each kind of request, for instance, and this run's own list of ids.
     */
    private static final double FLAT = 1.1;

    MutationOutcome {
        refused = Map.copyOf(refused);
        refusedMessages = Map.copyOf(refusedMessages);
        memory = List.copyOf(memory);
    }

    /**
     * The memory of the process that runs all services, while nothing is under way.
     *
     * @param heapBytes of live objects, after a collection
     * @param residentBytes of heap, native memory and mapped files
     */
    record Memory(long heapBytes, long residentBytes) {}

    /** Whether nothing was lost, no stage stopped, and memory is flat. */
    boolean isSound() {
        return missing == 0 && adds() && alive && isFlat();
    }

    private boolean adds() {
        return pictures == embedded + sum(refused) + missing;
    }

    private boolean isFlat() {
        Memory half = memory.get(memory.size() / 2);
        Memory end = memory.get(memory.size() - 1);
        return end.heapBytes() <= half.heapBytes() * FLAT && end.residentBytes() <= half.residentBytes() * FLAT;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append("%d pictures: %d embedded, %d refused, %d missing%n"
                .formatted(pictures, embedded, sum(refused), missing));
        new TreeMap<>(refused).forEach((code, count) -> table.append("  %6d %s%n".formatted(count, code)));
        table.append("%d messages: %d read as sound, %d refused%n"
                .formatted(messages, messages - sum(refusedMessages), sum(refusedMessages)));
        new TreeMap<>(refusedMessages).forEach((code, count) -> table.append("  %6d %s%n".formatted(count, code)));
        table.append("every stage goes on: %s%n".formatted(alive ? "yes" : "NO"));
        table.append("memory, live heap/resident in MiB:");
        memory.forEach(each -> table.append(" %d/%d".formatted(each.heapBytes() >> 20, each.residentBytes() >> 20)));
        table.append(isFlat() ? "%n".formatted() : " GROWS%n".formatted());
        table.append("%.0f s%n".formatted(seconds));
        return table.toString();
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
