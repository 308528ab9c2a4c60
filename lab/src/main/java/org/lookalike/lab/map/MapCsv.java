package org.lookalike.lab.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.admin.labels.CsvFormula;
import org.lookalike.admin.map.MapPoint;
import org.lookalike.cli.export.Column;
import org.lookalike.cli.export.ColumnType;
import org.lookalike.cli.export.Format;
import org.lookalike.cli.export.TableFile;
import org.lookalike.latent.map.Place;

/** A map as a table: a line for each image. What is written here, or any table with its headings, can be read again. */
public final class MapCsv {
    private static final String NAME = "name";
    private static final String X = "x";
    private static final String Y = "y";

    private MapCsv() {}

    /** Writes {@code name,uri,source,x,y,cluster,label}, and {@code features} where there are some for each point. */
    static void write(Path file, List<MapPoint> points, List<float[]> features) {
        List<Column> columns = new ArrayList<>(List.of(
                new Column(NAME, ColumnType.TEXT),
                new Column("uri", ColumnType.TEXT),
                new Column("source", ColumnType.TEXT),
                new Column(X, ColumnType.FLOAT),
                new Column(Y, ColumnType.FLOAT),
                new Column("cluster", ColumnType.TEXT),
                new Column("label", ColumnType.TEXT)));
        if (!features.isEmpty()) {
            columns.add(new Column("features", ColumnType.FLOATS));
        }
        try (TableFile table = TableFile.create(file, Format.CSV, columns)) {
            for (int i = 0; i < points.size(); i++) {
                MapPoint point = points.get(i);
                List<Object> cells = new ArrayList<>(List.of(
                        point.name(),
                        point.uri(),
                        point.source(),
                        point.x(),
                        point.y(),
                        point.cluster(),
                        point.label()));
                if (!features.isEmpty()) {
                    cells.add(features.get(i));
                }
                table.row(cells.toArray());
            }
            table.finish();
        }
    }

    /**
     * Reads the places on a map.
     *
     * @return by name
     * @throws IllegalArgumentException if the file is no such table; it names the line
     */
    public static Map<String, Place> places(Path file) {
        List<List<String>> lines = lines(file);
        List<String> headings = lines.isEmpty() ? List.of() : lines.get(0);
        int name = headings.indexOf(NAME);
        int x = headings.indexOf(X);
        int y = headings.indexOf(Y);
        if (name < 0 || x < 0 || y < 0) {
            throw new IllegalArgumentException(
                    "%s is no map: its first line must name the columns name, x and y, it is %s"
                            .formatted(file, headings));
        }
        Map<String, Place> places = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> cells = lines.get(i);
            try {
                places.put(
                        CsvFormula.restored(cells.get(name)),
                        new Place(Float.parseFloat(cells.get(x)), Float.parseFloat(cells.get(y))));
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s: row %d has no place, it is %s".formatted(file, i, String.join(",", cells)), e);
            }
        }
        return places;
    }

    private static List<List<String>> lines(Path file) {
        try {
            return cells(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }

    /** Splits a table as RFC 4180 has it. */
    static List<List<String>> cells(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (quoted && next == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (next == '"') {
                quoted = !quoted;
            } else if (!quoted && (next == ',' || next == '\n')) {
                line.add(cell.toString());
                cell.setLength(0);
                if (next == '\n') {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            } else if (quoted || next != '\r') {
                cell.append(next);
            }
        }
        if (!line.isEmpty() || cell.length() > 0) {
            line.add(cell.toString());
            lines.add(line);
        }
        return lines;
    }
}
