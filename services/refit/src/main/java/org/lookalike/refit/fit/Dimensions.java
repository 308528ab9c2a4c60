package org.lookalike.refit.fit;

/**
 * How many dimensions a space gets: as few as explain the share of the variance, but no more than a number.
 *
 * @param max the most dimensions, 2 to 2,048
 * @param share the share of the variance that is enough, more than 0 to 1
 */
public record Dimensions(int max, double share) {
    static final int MAX = 2_048;

    public Dimensions {
        if (max < 2 || max > MAX || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "%d dimensions or a share of %s, must be 2 to %d or more than 0 to 1".formatted(max, share, MAX));
        }
    }

    /** Parses a whole number of dimensions, or a share of the variance with a decimal point. */
    static Dimensions parse(String text) {
        return text.contains(".")
                ? new Dimensions(MAX, Double.parseDouble(text))
                : new Dimensions(Integer.parseInt(text), 1);
    }
}
