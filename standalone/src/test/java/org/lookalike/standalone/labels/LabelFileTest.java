package org.lookalike.standalone.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFileTest {
    @TempDir
    private Path folder;

    @Test
    void columnsAreFoundByTheirNamesInAnyOrder() throws IOException {
        Path file = file("\uFEFFlabel,path,image_id\r\ngear,x,a\r\n\r\nbolt,y,b\r\n");

        assertThat(LabelFile.read(file)).containsExactly(entry("a", "gear"), entry("b", "bolt"));
    }

    @Test
    void withoutNamesTheFirstTwoColumnsAreMeant() throws IOException {
        assertThat(LabelFile.read(file("a,gear\nb,bolt,whatever")))
                .containsExactly(entry("a", "gear"), entry("b", "bolt"));
    }

    @Test
    void quotedCellsMayHaveCommasQuotesAndLineBreaks() throws IOException {
        assertThat(LabelFile.read(file("\"a,\"\"1\"\"\",\"gear, worn\"\n\"b\nc\",bolt\n")))
                .containsExactly(entry("a,\"1\"", "gear, worn"), entry("b\nc", "bolt"));
    }

    @Test
    void wrongRowsAreNamed() throws IOException {
        assertRefused("a,gear\nb\n", "row 2: has no image id and label");
        assertRefused("a,gear\n,bolt\n", "row 2: has no image id and label");
        assertRefused("a,gear\nb,\n", "row 2: a label has 0 characters");
        assertRefused("a,gear\na,bolt\n", "row 2: picture a is called 'gear' and 'bolt'");
    }

    @Test
    void otherThanUtf8IsRefused() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "a,Zahnräder\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> LabelFile.read(file)).hasMessageContaining("is not UTF-8");
    }

    private void assertRefused(String text, String problem) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> LabelFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("labels.csv"), text);
    }
}
