package org.lookalike.refit.fit;

/**
 * How many dimensions a space gets: as few as explain the share of the variance, but no more than a number.
 *
 * @param most the most dimensions, 2 to 2,048
 * @param share the share of the variance that is enough, more than 0 to 1
 */
public record Dimensions(int most, double share) {
    static final int LARGEST = 2_048;

    public Dimensions {
        if (most < 2 || most > LARGEST || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("%d dimensions or a share of %s, must be 2 to %d or more than 0 to 1"
                    .formatted(most, share, LARGEST));
        }
    }

    /** A whole number of dimensions, or a share of the variance with a decimal point. */
    static Dimensions parse(String text) {
        return text.contains(".")
                ? new Dimensions(LARGEST, Double.parseDouble(text))
                : new Dimensions(Integer.parseInt(text), 1);
    }
}
