package org.lookalike.lab.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.cli.Lookalike;
import org.lookalike.imaging.decode.SampleDepth;
import org.lookalike.intake.fixture.TestExif;
import org.lookalike.testkit.TestImages;

class InspectCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesTheDecodedPictureAndSaysWhatItIs() throws IOException {
        Path file = deepPng();
        Path out = folder.resolve("out.png");

        String printed = run(0, "inspect", file.toString(), "--png", out.toString());

        assertThat(printed.lines().map(String::strip))
                .containsExactly(
                        file.toString(),
                        "bytes        " + Files.size(file),
                        "profile      none",
                        "date         none",
                        "format       image/png",
                        "size         3 x 2 pixels",
                        "orientation  1; upright the picture is 3 x 2",
                        "bits         16 a sample; black is 0, white 4095 (12 of 16 bits used)",
                        "verdict      accepted");
        assertThat(ImageIO.read(out.toFile()).getRGB(1, 1)).isEqualTo(0xffffffff);
    }

    @Test
    void goesByTheSettingsOfDecoding() throws IOException {
        assertThat(run(0, "inspect", deepPng().toString(), "--decode.high-bit-depth=full"))
                .contains("black is 0, white 65535 (16 of 16 bits used)");
    }

    @ParameterizedTest
    @CsvSource({
        "8,  false, 0,    255,   8 a sample",
        "16, false, 0,    1023,  '16 a sample; black is 0, white 1023 (10 of 16 bits used)'",
        "16, false, 1200, 1800,  '16 a sample; black is 1200, white 1800'",
        "16, false, 0,    1800,  '16 a sample; black is 0, white 1800'",
        "32, true,  0,    1,     '32 a sample, floating point; black is 0, white 1'",
        "32, true,  20.5, 35,    '32 a sample, floating point; black is 20.5, white 35'",
    })
    void saysHowSamplesBecomeBytes(int bits, boolean floating, double black, double white, String said) {
        assertThat(InspectCommand.bits(new SampleDepth(bits, floating, black, white)))
                .isEqualTo(said);
    }

    @Test
    void namesTheColourProfile() throws IOException {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        ByteBuffer segment = ByteBuffer.allocate(18 + profile.length);
        segment.putShort((short) 0xffe2).putShort((short) (16 + profile.length));
        segment.put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII)).put(profile);
        byte[] jpeg = TestImages.jpeg(1, 9, 9);
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + segment.capacity());
        file.put(jpeg, 0, 2).put(segment.array()).put(jpeg, 2, jpeg.length - 2);
        Path path = Files.write(folder.resolve("linear.jpg"), file.array());

        assertThat(run(0, "inspect", path.toString())).contains("profile      linear");
    }

    @Test
    void tellsWhereTheDateComesFrom() throws IOException {
        byte[] png = TestImages.png(1, 9, 9);
        Path plain = Files.write(
                folder.resolve("plain.png"), TestExif.png(png, TestExif.block("2025:07:01 12:30:45", "", "")));
        Path offset = Files.write(
                folder.resolve("offset.png"), TestExif.png(png, TestExif.block("2025:07:01 12:30:45", "", "+09:00")));

        assertThat(run(0, "inspect", plain.toString(), offset.toString(), "--ingest.exif.time-zone=Europe/Berlin"))
                .contains("2025-07-01T10:30:45Z, from Exif, which states no offset, in Europe/Berlin")
                .contains("2025-07-01T03:30:45Z, from Exif, with its offset");
    }

    @Test
    void saysWhyAFileIsRefusedAndGoesOn() throws IOException {
        Path file = Files.writeString(folder.resolve("note.jpg"), "no picture");
        Path missing = folder.resolve("missing.jpg");

        assertThat(run(
                        1,
                        "inspect",
                        missing.toString(),
                        file.toString(),
                        deepPng().toString()))
                .containsSubsequence("cannot be read", "refused, IMAGE_IS_TEXT", "accepted");
    }

    @Test
    void readsNoMoreOfALargeFileThanIsAllowed() throws IOException {
        Path file = Files.write(folder.resolve("large.png"), new byte[1000]);

        assertThat(run(1, "inspect", file.toString(), "--decode.max-bytes=100"))
                .contains("bytes        1000")
                .contains("IMAGE_TOO_MANY_BYTES");
    }

    private Path deepPng() throws IOException {
        Path file = folder.resolve("deep.png");
        BufferedImage deep = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(1, 1, 0, 4095);
        ImageIO.write(deep, "png", file.toFile());
        return file;
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
