package org.lookalike.latent.map;

/** A map was cancelled by its caller, and is not available. */
public final class MapCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int iterations;

    MapCancelled(int iterations) {
        super("the map was cancelled after %d iterations".formatted(iterations));
        this.iterations = iterations;
    }

    /** How many iterations were done, 0 or more. */
    public int iterations() {
        return iterations;
    }
}
