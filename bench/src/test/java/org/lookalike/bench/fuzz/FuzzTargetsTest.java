package org.lookalike.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.intake.accept.ExifDateConfig;
import org.lookalike.intake.accept.ExifDates;
import org.lookalike.testkit.log.ExpectedLogs;

/** A regression test in seconds of what {@code bench/run fuzz} looks for over minutes. */
@ExpectedLogs("ReplyRouter reply topic refused")
final class FuzzTargetsTest {
    private static final int MUTATIONS = 250;

    @ParameterizedTest
    @MethodSource("targets")
    void eachInputIsReadOrRefused(String name) {
        FuzzTarget target = FuzzTargets.named(name);
        FuzzBody body = target.body().get();
        Mutations mutations = new Mutations(15);

        target.seeds().forEach(seed -> check(body, seed));
        for (int round = 0; round < MUTATIONS; round++) {
            check(body, mutations.of(target.seeds()));
        }
    }

    /** A seed that is refused explores nothing. */
    @Test
    void eachPictureToBeginWithIsDecoded() {
        ImageDecoder decoder = new ImageDecoder(FuzzedPictures.limits());

        assertThat(FuzzSeeds.pictures())
                .allSatisfy((format, seeds) -> assertThat(seeds)
                        .allSatisfy(seed ->
                                assertThat(decoder.decode(seed, 224)).as(format).isNotNull()));
    }

    /** The same for metadata: what is wrong with the seed would be all that is ever read. */
    @Test
    void eachMetadataToBeginWithIsRead() {
        ExifDates dates = new ExifDates(ExifDateConfig.defaults());

        assertThat(FuzzedExif.seeds())
                .allSatisfy(exif -> assertThat(dates.read(exif, Instant.parse("2026-12-01T00:00:00Z")))
                        .hasValueSatisfying(date -> assertThat(date.instant()).isEqualTo("2026-07-01T10:30:45.250Z")));
    }

    @Test
    void aMendedPngIsReadOn() {
        byte[] png = FuzzSeeds.pictures().get("png").get(0).clone();
        png[png.length - 1] ^= 1;
        ImageDecoder decoder = new ImageDecoder(FuzzedPictures.limits());

        assertThatThrownBy(() -> decoder.decode(png, 224)).hasMessageContaining("checksum");
        assertThat(decoder.decode(PngChecksums.mended(png), 224)).isNotNull();
    }

    static Stream<String> targets() {
        return FuzzTargets.all().stream().map(FuzzTarget::name);
    }

    private static void check(FuzzBody body, byte[] input) {
        assertThatCode(() -> body.run(input))
                .as("input %s", HexFormat.of().formatHex(input))
                .doesNotThrowAnyException();
    }
}
