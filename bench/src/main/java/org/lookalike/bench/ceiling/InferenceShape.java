package org.lookalike.bench.ceiling;

/**
 * How inference divides the threads that it is given.
 *
 * @param callers inferences at once, at least 1
 * @param threads threads within one inference, at least 1
 * @param batch images per inference, at least 1
 */
public record InferenceShape(int callers, int threads, int batch) implements Comparable<InferenceShape> {

    @Override
    public int compareTo(InferenceShape other) {
        int byCallers = Integer.compare(callers, other.callers);
        return byCallers != 0 ? byCallers : Integer.compare(batch, other.batch);
    }

    /** For tables and keys: {@code 2x1 threads, batch 8} is two inferences at once with one thread each. */
    @Override
    public String toString() {
        return "%dx%d threads, batch %d".formatted(callers, threads, batch);
    }
}
