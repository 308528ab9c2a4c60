package org.lookalike.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are read back by DuckDB, which shares no code with what wrote them. */
class TableFileTest {
    private static final List<Column> ALL_TYPES = Arrays.stream(ColumnType.values())
            .map(type -> new Column("c_" + type.name().toLowerCase(java.util.Locale.ROOT), type))
            .toList();
    private static final String AWKWARD = "a,\"b\"\nünï\r\n'c'";

    @TempDir
    private Path folder;

    @Test
    void everyTypeComesBackFromParquet() throws Exception {
        Path file = write("all.parquet", ALL_TYPES, List.<Object[]>of(full()));

        Map<String, String> read = onlyRow(file);

        assertThat(read)
                .containsEntry("c_text", AWKWARD)
                .containsEntry("c_integer", "-7")
                .containsEntry("c_long", "9000000000")
                .containsEntry("c_float", "0.25")
                .containsEntry("c_double", "0.1")
                .containsEntry("c_floats", "[1.0, -2.5]")
                .containsEntry("c_texts", "[x, y]");
        assertThat(read.get("c_instant")).startsWith("2026-01-31").contains(":30:00.123");
        assertThat(query("SELECT c_attributes['ke,y'] FROM '%s'".formatted(file)))
                .containsExactly("val\"ue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://evil\")", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"})
    void aTextThatASpreadsheetWouldEvaluateIsNeutralised(String formula) throws Exception {
        Path file = write(
                "formula.csv",
                List.of(new Column("id", ColumnType.TEXT), new Column("score", ColumnType.DOUBLE)),
                List.<Object[]>of(new Object[] {formula, -0.5}));

        String row = Files.readString(file).substring("id,score\n".length());

        assertThat(row.replaceFirst("^\"", "")).startsWith("'" + formula.charAt(0));
        assertThat(row).endsWith(",-0.5\n");
    }

    @Test
    void everyTypeMayBeNullInParquet() throws Exception {
        Path file = write("nulls.parquet", ALL_TYPES, List.of(new Object[ALL_TYPES.size()], full()));

        assertThat(query("SELECT count(*) FROM '%s'".formatted(file))).containsExactly("2");
        for (Column column : ALL_TYPES) {
            assertThat(query("SELECT count(%s) FROM '%s'".formatted(column.name(), file)))
                    .as(column.name())
                    .containsExactly("1");
        }
    }

    @Test
    void emptyListsAreNotNullInParquet() throws Exception {
        Object[] empty = full();
        empty[at(ColumnType.FLOATS)] = new float[0];
        empty[at(ColumnType.TEXTS)] = List.of();
        empty[at(ColumnType.ATTRIBUTES)] = Map.of();
        Path file = write("empty.parquet", ALL_TYPES, List.<Object[]>of(empty));

        assertThat(query("SELECT len(c_floats) + len(c_texts) + cardinality(c_attributes) FROM '%s'".formatted(file)))
                .containsExactly("0");
    }

    @Test
    void aTableWithoutRowsIsAReadableFile() throws Exception {
        Path parquet = write("none.parquet", ALL_TYPES, List.of());
        Path csv = write("none.csv", ALL_TYPES, List.of());

        assertThat(query("SELECT count(*) FROM '%s'".formatted(parquet))).containsExactly("0");
        assertThat(csv).content().startsWith("c_text,c_instant,").hasLineCount(1);
    }

    @Test
    void manyRowsAreSplitIntoGroupsAndAllComeBack() throws Exception {
        List<Column> columns = List.of(new Column("id", ColumnType.TEXT), new Column("vector", ColumnType.FLOATS));
        Random random = new Random(7);
        Path file = folder.resolve("many.parquet");
        double sum = 0;
        int rows = 20_000;
        try (TableFile table = TableFile.create(file, Format.PARQUET, columns)) {
            for (int row = 0; row < rows; row++) {
                float[] vector = new float[512];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = random.nextFloat();
                    sum += vector[i];
                }
                table.row("picture-" + row, vector);
            }
            table.finish();
        }

        assertThat(query("SELECT count(DISTINCT id) FROM '%s'".formatted(file)))
                .containsExactly(Integer.toString(rows));
        assertThat(Double.parseDouble(query("SELECT sum(list_sum(vector)) FROM '%s'".formatted(file))
                        .get(0)))
                .isCloseTo(sum, org.assertj.core.api.Assertions.withinPercentage(0.001));
        assertThat(Integer.parseInt(
                        query("SELECT count(DISTINCT row_group_id) FROM parquet_metadata('%s')".formatted(file))
                                .get(0)))
                .isGreaterThan(1);
    }

    @Test
    void awkwardTextComesBackFromCsv() throws Exception {
        Path file = write("all.csv", ALL_TYPES, List.<Object[]>of(full()));

        Map<String, String> read = onlyRow(file, "read_csv('%s', all_varchar=true, quote='\"', escape='\"')");

        assertThat(read)
                .containsEntry("c_text", AWKWARD)
                .containsEntry("c_instant", "2026-01-31T12:30:00.123Z")
                .containsEntry("c_floats", "[1.0,-2.5]")
                .containsEntry("c_texts", "[\"x\",\"y\"]")
                .containsEntry("c_attributes", "{\"ke,y\":\"val\\\"ue\"}");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void anUnfinishedTableLeavesTheOldFileAndNothingElse(Format format) throws IOException {
        Path file = Files.writeString(folder.resolve("kept"), "old");

        try (TableFile table = TableFile.create(file, format, ALL_TYPES)) {
            table.row(full());
        }

        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("kept");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        try (TableFile table = TableFile.create(folder.resolve("x"), Format.PARQUET, ALL_TYPES)) {
            assertThatThrownBy(() -> table.row("only one")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        Path file = folder.resolve("missing").resolve("x.csv");

        assertThatThrownBy(() -> TableFile.create(file, Format.CSV, ALL_TYPES))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theFormatFollowsTheFilesEnding() {
        assertThat(Format.of(Path.of("x.PARQUET"))).isEqualTo(Format.PARQUET);
        assertThat(Format.of(Path.of("x.csv"))).isEqualTo(Format.CSV);
        assertThatThrownBy(() -> Format.of(Path.of("x.txt"))).hasMessageContaining("--format");
    }

    private static int at(ColumnType type) {
        return List.of(ColumnType.values()).indexOf(type);
    }

    private static Object[] full() {
        return new Object[] {
            AWKWARD,
            Instant.parse("2026-01-31T12:30:00.123Z"),
            -7,
            9_000_000_000L,
            0.25f,
            0.1,
            new float[] {1, -2.5f},
            List.of("x", "y"),
            Map.of("ke,y", "val\"ue")
        };
    }

    private Path write(String name, List<Column> columns, List<Object[]> rows) {
        Path file = folder.resolve(name);
        try (TableFile table = TableFile.create(file, Format.of(file), columns)) {
            rows.forEach(table::row);
            table.finish();
        }
        return file;
    }

    private static Map<String, String> onlyRow(Path file) throws SQLException {
        return onlyRow(file, "'%s'");
    }

    private static Map<String, String> onlyRow(Path file, String from) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + from.formatted(file))) {
            Map<String, String> cells = new TreeMap<>();
            assertThat(rows.next()).isTrue();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                cells.put(rows.getMetaData().getColumnName(i), rows.getString(i));
            }
            assertThat(rows.next()).isFalse();
            return cells;
        }
    }

    private static List<String> query(String sql) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }
}
