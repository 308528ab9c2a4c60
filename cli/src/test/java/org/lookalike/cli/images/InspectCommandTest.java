package org.lookalike.cli.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.cli.Lookalike;

class InspectCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesTheDecodedPictureAndSaysWhatItIs() throws IOException {
        Path file = folder.resolve("deep.png");
        BufferedImage deep = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(1, 1, 0, 4095);
        ImageIO.write(deep, "png", file.toFile());
        Path out = folder.resolve("out.png");

        String printed = run(0, "inspect", file.toString(), "--png", out.toString());

        assertThat(printed).contains("accepted, image/png of").contains("3 x 2 pixels stored with orientation 1");
        assertThat(ImageIO.read(out.toFile()).getRGB(1, 1)).isEqualTo(0xffffffff);
    }

    @Test
    void saysWhyAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("note.jpg"), "no picture");
        assertThat(run(1, "inspect", file.toString())).contains("refused, IMAGE_IS_TEXT");
    }

    private static String run(int expected, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Lookalike.run(arguments)).isEqualTo(expected);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
