package org.lookalike.standalone.labels;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.schemas.LabelText;

/**
 * A CSV file of image ids and labels: comma-separated UTF-8, quoted where a cell has commas, quotes or line breaks, quotes
 * doubled within quotes, empty lines passed over. A first row {@code imageId,label} or {@code image_id,label} names the
 * columns; without it the first two are meant.
 */
public final class LabelFile {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private LabelFile() {}

    /**
     * Reads a file.
     *
     * @return labels by image id, in the file's order
     * @throws IllegalArgumentException if a row has no id or a label that breaks its rule, or a picture is called two
     *     things; the message names the row
     * @throws IOException if the file cannot be read
     */
    public static Map<String, String> read(Path file) throws IOException {
        List<List<String>> rows;
        try (Reader text = Files.newBufferedReader(file)) {
            rows = rows(text);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("%s is not UTF-8".formatted(file), e);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        int imageId = 0;
        int label = 1;
        for (int number = 0; number < rows.size(); number++) {
            List<String> row = rows.get(number);
            if (number == 0 && place(row, "imageid") >= 0 && place(row, "label") >= 0) {
                imageId = place(row, "imageid");
                label = place(row, "label");
            } else if (!row.equals(List.of(""))) {
                add(labels, row, imageId, label, "%s, row %d".formatted(file, number + 1));
            }
        }
        return labels;
    }

    private static int place(List<String> row, String column) {
        return row.stream()
                .map(cell -> cell.strip().replace("_", "").toLowerCase(java.util.Locale.ROOT))
                .toList()
                .indexOf(column);
    }

    private static void add(Map<String, String> labels, List<String> row, int imageId, int label, String where) {
        if (row.size() <= Math.max(imageId, label) || row.get(imageId).isEmpty()) {
            throw new IllegalArgumentException("%s: has no image id and label".formatted(where));
        }
        try {
            String before = labels.put(row.get(imageId), LabelText.require(row.get(label)));
            if (before != null && !before.equals(row.get(label))) {
                throw new IllegalArgumentException(
                        "picture %s is called '%s' and '%s'".formatted(row.get(imageId), before, row.get(label)));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(where, e.getMessage()), e);
        }
    }

    private static List<List<String>> rows(Reader text) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int previous = -1;
        for (int next = text.read(); next >= 0; previous = next, next = text.read()) {
            if (next == '"') {
                // A quote right after the closing one stands for itself, and opens the cell again.
                if (!quoted && previous == '"') {
                    cell.append('"');
                }
                quoted = !quoted;
            } else if (quoted || !(next == ',' || next == '\n' || next == '\r' || next == BYTE_ORDER_MARK)) {
                cell.append((char) next);
            } else if (next == ',' || next == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                if (next == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            }
        }
        if (!row.isEmpty() || !cell.isEmpty()) {
            row.add(cell.toString());
            rows.add(List.copyOf(row));
        }
        return rows;
    }
}
