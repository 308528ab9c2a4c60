package org.lookalike.admin.labels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvFormulaTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-5", "@cmd", "\tx", "\rx"})
    void aFormulaIsWrittenAsTextAndReadAsItWas(String text) {
        assertThat(CsvFormula.neutralised(text)).isEqualTo("'" + text);
        assertThat(CsvFormula.restored("'" + text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=1", "'quoted'", "line-7/0815.jpg"})
    void anyOtherTextStaysAsItIs(String text) {
        assertThat(CsvFormula.neutralised(text)).isEqualTo(text);
        assertThat(CsvFormula.restored(text)).isEqualTo(text);
    }

    @Test
    void aTableOfLabelsNamesTheImagesThatWereExported() {
        assertThat(CsvTable.parse("labels.csv", "image_id,label\n'-5,ok\n").cell(0, "image_id"))
                .isEqualTo("-5");
    }
}
