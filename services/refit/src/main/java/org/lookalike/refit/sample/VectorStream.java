package org.lookalike.refit.sample;

/**
 * The vectors that may be fitted together: one encoder's, from one topic. Their number of features is part of it, so that
 * a publisher's mistake about it cannot spoil the others.
 *
 * @param topic the topic of vectors
 * @param encoderId the encoder, 16 hexadecimal digits
 * @param dimensions features of each vector
 */
public record VectorStream(String topic, String encoderId, int dimensions) {
    private static final char SEPARATOR = '/';

    /** As the key of records and rows; neither topics nor encoders' ids contain a slash. */
    public String key() {
        return topic + SEPARATOR + encoderId + SEPARATOR + dimensions;
    }

    /** Parses a {@link #key}. */
    public static VectorStream of(String key) {
        int first = key.indexOf(SEPARATOR);
        int second = key.indexOf(SEPARATOR, first + 1);
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("'%s' is no key of a stream of vectors".formatted(key));
        }
        return new VectorStream(
                key.substring(0, first),
                key.substring(first + 1, second),
                Integer.parseInt(key, second + 1, key.length(), 10));
    }
}
