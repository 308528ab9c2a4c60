package org.lookalike.admin.labels;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.schemas.LabelText;

/**
 * A CSV file in UTF-8 that says what images are called: a heading with the columns {@code imageId} (or {@code image_id},
 * as exports have it) and {@code label}, others are passed over, and so are rows with an empty label.
 */
public final class LabelFile {
    private static final String LABEL = "label";

    private LabelFile() {}

    /**
     * Reads a file.
     *
     * @return labels by image id, in the file's order
     * @throws IllegalArgumentException if it is no such table, a row has a label without an id or one that breaks its rule,
     *     or an image is called two things
     * @throws IOException if the file cannot be read
     */
    public static Map<String, String> read(Path file) throws IOException {
        CsvTable table = CsvTable.parse(file.toString(), text(file));
        String imageId = List.of("imageId", "image_id").stream()
                .filter(table::has)
                .findFirst()
                .orElse("");
        if (imageId.isEmpty() || !table.has(LABEL)) {
            throw new IllegalArgumentException("%s has the columns %s, must have imageId and label"
                    .formatted(file, String.join(", ", table.headings())));
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            if (!table.cell(row, LABEL).isEmpty()) {
                add(labels, file, table.cell(row, imageId), table.cell(row, LABEL));
            }
        }
        return labels;
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("%s is not UTF-8".formatted(file), e);
        }
    }

    private static void add(Map<String, String> labels, Path file, String imageId, String label) {
        if (imageId.isEmpty()) {
            throw new IllegalArgumentException("%s has the label '%s' without an image id".formatted(file, label));
        }
        String before = labels.put(imageId, LabelText.require(label));
        if (before != null && !before.equals(label)) {
            throw new IllegalArgumentException(
                    "%s calls picture %s both '%s' and '%s'".formatted(file, imageId, before, label));
        }
    }
}
