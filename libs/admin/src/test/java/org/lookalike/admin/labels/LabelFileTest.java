package org.lookalike.admin.labels;

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
        assertThat(LabelFile.read(file("label,path,image_id\r\ngear,x,a\r\n\r\nbolt,y,b\r\n")))
                .containsExactly(entry("a", "gear"), entry("b", "bolt"));
        assertThat(LabelFile.read(file("imageId,label\n\"a,1\",\"gear, worn\"\n")))
                .containsExactly(entry("a,1", "gear, worn"));
    }

    @Test
    void rowsWithoutALabelArePassedOver() throws IOException {
        assertThat(LabelFile.read(file("imageId,label\na,\nb,bolt\n"))).containsExactly(entry("b", "bolt"));
    }

    @Test
    void whatCannotBeALabelIsRefused() throws IOException {
        assertRefused("imageId,class\na,gear\n", "has the columns imageId, class, must have imageId and label");
        assertRefused("imageId,label\n,bolt\n", "has the label 'bolt' without an image id");
        assertRefused("imageId,label\na," + "x".repeat(201) + "\n", "a label has 201 characters");
        assertRefused("imageId,label\na,gear\na,bolt\n", "calls picture a both 'gear' and 'bolt'");
    }

    @Test
    void otherThanUtf8IsRefused() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "imageId,label\na,Zahnräder\n".getBytes(StandardCharsets.ISO_8859_1));

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
