package org.lookalike.cli.export;

/** What a column's values are in Java, and so what they become in a file. */
public enum ColumnType {
    /** {@link String}. */
    TEXT,
    /** {@link java.time.Instant}, to the millisecond, UTC. */
    INSTANT,
    /** {@link Integer}. */
    INTEGER,
    /** {@link Long}. */
    LONG,
    /** {@link Float}. */
    FLOAT,
    /** {@link Double}. */
    DOUBLE,
    /** {@code float[]}; a list of them in a file. */
    FLOATS,
    /** {@link java.util.List} of String. */
    TEXTS,
    /** {@link java.util.Map} of String to String. */
    ATTRIBUTES
}
