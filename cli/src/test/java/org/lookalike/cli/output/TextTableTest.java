package org.lookalike.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndNumbersStandRight() {
        TextTable table = new TextTable("name", "size", "share");
        table.row("a", "7", "12.5 %");
        table.row("longer", "1,234", "-");

        assertThat(table.lines())
                .containsExactly("name     size   share", "a           7  12.5 %", "longer  1,234       -");
    }

    @Test
    void withoutRowsTheHeadingsAreLeft() {
        assertThat(new TextTable("a", "b").lines()).containsExactly("a  b");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        TextTable table = new TextTable("a", "b");

        assertThatThrownBy(() -> table.row("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
