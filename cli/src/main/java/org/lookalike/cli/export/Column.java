package org.lookalike.cli.export;

/**
 * One column of a table.
 *
 * @param name letters, digits and underscores
 * @param type of its values, which may all be null
 */
public record Column(String name, ColumnType type) {}
