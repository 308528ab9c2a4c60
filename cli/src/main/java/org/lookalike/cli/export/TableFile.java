package org.lookalike.cli.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that becomes a file when it is finished: until then it grows beside it, and closing an unfinished one leaves
 * nothing behind, and what was there as it was. Used by one thread.
 */
public final class TableFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path part;
    private final OutputStream out;
    private final TableWriter writer;
    private long rows;

    private TableFile(Path file, Path part, OutputStream out, TableWriter writer) {
        this.file = file;
        this.part = part;
        this.out = out;
        this.writer = writer;
    }

    /**
     * Begins a table.
     *
     * @throws UncheckedIOException if the file cannot be made
     */
    public static TableFile create(Path file, Format format, List<Column> columns) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER_BYTES);
            return new TableFile(file, part, out, format.writer(out, columns));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column, of its type or null
     * @throws UncheckedIOException if it cannot be written
     */
    public void row(@Nullable Object... cells) {
        try {
            writer.row(cells);
            rows++;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    public long rows() {
        return rows;
    }

    /** Puts the file in its place, over an older one. */
    public void finish() {
        try {
            writer.finish();
            out.close();
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static UncheckedIOException failure(Path file, IOException cause) {
        return new UncheckedIOException("%s cannot be written".formatted(file), cause);
    }
}
