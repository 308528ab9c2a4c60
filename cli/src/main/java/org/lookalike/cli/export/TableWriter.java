package org.lookalike.cli.export;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes a table row by row to a stream that stays its caller's to close. Used by one thread. */
interface TableWriter {
    /**
     * Adds a row.
     *
     * @param cells one for each column, of its type or null
     */
    void row(@Nullable Object... cells) throws IOException;

    /** To be called once, after the last row. */
    void finish() throws IOException;
}
