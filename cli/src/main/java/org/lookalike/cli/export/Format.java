package org.lookalike.cli.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The kinds of files that tables are written to. */
public enum Format {
    /** Text in UTF-8 with a line of headings; lists and attributes are JSON. */
    CSV,
    /** Apache Parquet. */
    PARQUET;

    /**
     * The format that a file's name asks for.
     *
     * @throws IllegalArgumentException if its name ends in neither .csv nor .parquet
     */
    public static Format of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (Format format : values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "%s ends in neither .csv nor .parquet: say --format csv or --format parquet".formatted(file));
    }

    TableWriter writer(OutputStream out, List<Column> columns) throws IOException {
        return this == CSV ? new CsvWriter(out, columns) : new ParquetFileWriter(out, columns);
    }
}
