package org.lookalike.admin.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CsvTableTest {
    @Test
    void readsQuotedCells() {
        CsvTable table =
                CsvTable.parse("t.csv", "\uFEFFpath,label\r\n\"a,b.png\",\"say \"\"x\"\"\"\r\n\r\nc.png, nut \n");
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.cell(0, "path")).isEqualTo("a,b.png");
        assertThat(table.cell(0, "label")).isEqualTo("say \"x\"");
        assertThat(table.cell(1, "label")).isEqualTo("nut");
        assertThat(table.has("set")).isFalse();
    }

    @Test
    void aLineBreakInQuotesEndsNoRow() {
        assertThat(CsvTable.parse("t.csv", "path\n\"a\nb\"\n").cell(0, "path")).isEqualTo("a\nb");
    }

    @Test
    void refusesRaggedRowsAndOpenQuotes() {
        assertThatThrownBy(() -> CsvTable.parse("t.csv", "path,label\na\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2 of t.csv has 1 cells, the heading has 2");
        assertThatThrownBy(() -> CsvTable.parse("t.csv", "path\n\"a\n")).hasMessageContaining("ends inside a quoted");
        assertThatThrownBy(() -> CsvTable.parse("t.csv", "\n")).hasMessageContaining("is empty");
    }
}
