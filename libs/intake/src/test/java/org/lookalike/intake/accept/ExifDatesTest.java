package org.lookalike.intake.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.intake.fixture.TestExif;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class ExifDatesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String DATE = "2026:07:01 12:30:45";

    private final ExifDates dates = dates();

    @ParameterizedTest
    @CsvSource({
        "2026:07:01 12:30:45, '',      '',          2026-07-01T10:30:45Z",
        "2026:12:31 12:30:45, '',      -12:00,      ''",
        "2026:01:31 12:30:45, '',      '',          2026-01-31T11:30:45Z",
        "2026:07:01 12:30:45, 7,       +09:00,      2026-07-01T03:30:45.700Z",
        "2026:07:01 12:30:45, '042  ', Z,           2026-07-01T12:30:45.042Z",
        "2026:07:01 12:30:45, x,       '   :  ',    2026-07-01T10:30:45Z",
        "'2026:07:01 12:30:45  ', '',  -03:30,      2026-07-01T16:00:45Z",
        "0000:00:00 00:00:00, '',      '',          ''",
        "'    :  :     :  :  ', '',    '',          ''",
        "1970:01:01 00:00:00, '',      '',          ''",
        "1980:01:01 00:00:00, '',      '',          ''",
        "2026:11:21 11:00:01, '',      '',          ''",
        "2026:02:30 12:00:00, '',      '',          ''",
        "2026-07-01 12:30:45, '',      '',          ''",
    })
    void readsWhenAPictureWasTakenUnlessThatCannotBe(String date, String fraction, String offset, String expected) {
        Optional<CaptureDate> read = dates("--ingest.exif.time-zone=Europe/Berlin")
                .read(TestExif.jpeg(TestExif.block(date, fraction, offset)), NOW);

        assertThat(read.map(found -> found.instant().toString()).orElse("")).isEqualTo(expected);
    }

    @Test
    void readsEachFormatThatHasExif() {
        byte[] block = TestExif.block(DATE, "", "");

        assertThat(List.of(
                        block,
                        TestExif.jpeg(block),
                        TestExif.png(TestUploads.png(1), block),
                        TestExif.webp(block),
                        TestExif.webp(withPreamble(block))))
                .allSatisfy(image -> assertThat(dates.read(image, NOW))
                        .contains(new CaptureDate(Instant.parse("2026-07-01T12:30:45Z"), false)));
    }

    @Test
    void takesTheSecondOfTwoBlocksIfTheFirstHasNoDate() {
        byte[] first = TestExif.jpeg(TestExif.block("", "", ""));
        byte[] second = TestExif.jpeg(TestExif.block(DATE, "", ""));
        byte[] both = Arrays.copyOf(first, first.length - 2 + second.length - 2);
        System.arraycopy(second, 2, both, first.length - 2, second.length - 2);

        assertThat(dates.read(both, NOW)).isPresent();
    }

    @Test
    void knowsNothingOfPicturesWithoutExif() {
        assertThat(List.of(TestUploads.png(1), TestUploads.random(), TestUploads.text(), new byte[0]))
                .allSatisfy(image -> assertThat(dates.read(image, NOW)).isEmpty());
    }

    @Test
    void earlierDatesAreUsedWhereTheSettingSaysSo() {
        byte[] scan = TestExif.jpeg(TestExif.block("1968:05:03 10:00:00", "", ""));

        assertThat(dates("--ingest.exif.earliest=1900-01-01").read(scan, NOW)).isPresent();
    }

    @Test
    void damagedMetadataTellsNothingAndThrowsNothing() {
        Random random = new Random(15);
        byte[] block = TestExif.block(DATE, "12", "+01:00");
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = block.clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            byte[] image = random.nextBoolean() ? TestExif.jpeg(damaged) : TestExif.png(TestUploads.png(1), damaged);

            assertThat(dates.read(image, NOW))
                    .satisfies(date -> assertThat(date.map(CaptureDate::instant).orElse(NOW))
                            .isBeforeOrEqualTo(NOW));
        }
    }

    @Test
    void neitherNestingNorRepetitionCostsMuch() {
        // A chain of directories, each in the one before; and a directory of long arrays in each other's place.
        byte[] nested = tiff(40_000, 1, 0x014a);
        byte[] wide = tiff(1, 60_000, 0x014a);
        byte[] arrays = tiff(1, 60_000, 0x9003);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(dates.read(nested, NOW)).isEmpty();
            assertThat(dates.read(wide, NOW)).isEmpty();
            assertThat(dates.read(arrays, NOW)).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"ingest.exif.time-zone, Berlin", "ingest.exif.earliest, 1990"})
    void refusesASettingNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> dates("--" + key + "=" + value))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    private static ExifDates dates(String... flags) {
        return new ExifDates(
                Settings.read(List.of(flags), Map.of(), ExifDateConfig::from).config());
    }

    private static byte[] withPreamble(byte[] block) {
        byte[] preamble = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        byte[] joined = Arrays.copyOf(preamble, preamble.length + block.length);
        System.arraycopy(block, 0, joined, preamble.length, block.length);
        return joined;
    }

    /** Directories of one tag each: its values, as many as the file has, begin with the place of the next directory. */
    private static byte[] tiff(int directories, int entries, int tag) {
        int bytesEach = 2 + entries * 12 + 4;
        ByteBuffer tiff =
                ByteBuffer.allocate(8 + directories * bytesEach + (2 << 20)).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(8);
        for (int directory = 0; directory < directories; directory++) {
            int next = 8 + (directory + 1) * bytesEach;
            tiff.putShort((short) entries);
            for (int entry = 0; entry < entries; entry++) {
                boolean wide = directories == 1;
                tiff.putShort((short) tag)
                        .putShort((short) 4)
                        .putInt(wide ? 500_000 : 1)
                        .putInt(wide ? 8 : next);
            }
            tiff.putInt(0);
        }
        return tiff.array();
    }
}
