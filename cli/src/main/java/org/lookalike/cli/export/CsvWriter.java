package org.lookalike.cli.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Json;

/**
 * Comma-separated values; a cell with a comma, a quote or a line break stands in quotes. Null is an empty cell. A text that a
 * spreadsheet would take for a formula gets an apostrophe in front, since ids, sources and attributes come from outside.
 */
final class CsvWriter implements TableWriter {
    /** What spreadsheets take for the beginning of a formula; see OWASP, CSV Injection. */
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final List<Column> columns;
    private final Writer out;

    CsvWriter(OutputStream out, List<Column> columns) throws IOException {
        this.columns = List.copyOf(columns);
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        line(columns.stream().map(Column::name).toList());
    }

    @Override
    public void row(@Nullable Object... cells) throws IOException {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of %d cells for %d columns".formatted(cells.length, columns.size()));
        }
        String[] texts = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            texts[i] = text(columns.get(i), cells[i]);
        }
        line(List.of(texts));
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }

    private void line(List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(quoted(cells.get(i)));
        }
        out.write('\n');
    }

    private static String text(Column column, @Nullable Object cell) {
        if (cell == null) {
            return "";
        }
        return switch (column.type()) {
            case TEXT -> neutralised(cell.toString());
            case INSTANT, INTEGER, LONG, FLOAT, DOUBLE -> cell.toString();
            case FLOATS, TEXTS, ATTRIBUTES -> Json.oneLine(cell);
        };
    }

    private static String neutralised(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
