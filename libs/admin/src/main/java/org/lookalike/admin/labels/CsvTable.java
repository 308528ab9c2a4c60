package org.lookalike.admin.labels;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values with a heading (RFC 4180): cells in double quotes may hold commas, line breaks and doubled
 * quotes. A byte-order mark and empty lines are passed over.
 */
public final class CsvTable {
    private final List<String> headings;
    private final List<List<String>> rows;

    private CsvTable(List<String> headings, List<List<String>> rows) {
        this.headings = headings;
        this.rows = rows;
    }

    /**
     * Reads a table.
     *
     * @param name of the file, for messages
     * @throws IllegalArgumentException if it is empty, a quote is not closed, or a row has more cells than the heading
     */
    public static CsvTable parse(String name, String text) {
        List<List<String>> lines = lines(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("%s is empty, must have a heading".formatted(name));
        }
        List<String> headings = lines.get(0);
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).size() != headings.size()) {
                throw new IllegalArgumentException("row %d of %s has %d cells, the heading has %d"
                        .formatted(i + 1, name, lines.get(i).size(), headings.size()));
            }
        }
        return new CsvTable(headings, lines.subList(1, lines.size()));
    }

    private static List<List<String>> lines(String name, String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean doubled = quoted && each == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (doubled) {
                cell.append('"');
                i++;
            } else if (each == '"') {
                quoted = !quoted;
            } else if (quoted || (each != ',' && each != '\n' && each != '\r')) {
                cell.append(each);
            } else if (each != '\r') {
                line.add(cell.toString());
                cell.setLength(0);
                line = each == '\n' ? ended(line, lines) : line;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("%s ends inside a quoted cell".formatted(name));
        }
        line.add(cell.toString());
        ended(line, lines);
        return lines;
    }

    private static List<String> ended(List<String> line, List<List<String>> lines) {
        if (line.size() > 1 || !line.get(0).isBlank()) {
            lines.add(line);
        }
        return new ArrayList<>();
    }

    /** Whether there is a column of that name. */
    public boolean has(String column) {
        return headings.contains(column);
    }

    /** How many rows there are below the heading. */
    public int rows() {
        return rows.size();
    }

    /** A cell, without the apostrophe that keeps it from being a formula. The column is one that the table {@link #has}. */
    public String cell(int row, String column) {
        return CsvFormula.restored(rows.get(row).get(headings.indexOf(column)).strip());
    }

    /** The columns' names, for messages. */
    public List<String> headings() {
        return headings;
    }
}
