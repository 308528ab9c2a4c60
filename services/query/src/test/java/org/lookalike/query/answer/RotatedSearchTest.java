package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.query.answer.SearchFixture.byImage;
import static org.lookalike.query.answer.SearchFixture.image;
import static org.lookalike.query.answer.SearchFixture.request;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.UriQuery;
import org.lookalike.schemas.Sha256;

final class RotatedSearchTest {
    @TempDir
    private Path folder;

    private SearchFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new SearchFixture(folder);
        fixture.index(0, 1, 2, 3);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 270", "2, 180", "3, 90"})
    void aTurnedImageIsFoundAsIfItWereNot(int quarters, int back) throws IOException {
        byte[] turned = turned(image(1), quarters);

        SearchHit best = fixture.answer(byImage("r", turned).setRotations(true))
                .getHits()
                .get(0);
        SearchReply plain = fixture.answer(byImage("s", turned));

        assertThat(best.getImageId()).isEqualTo("p1");
        assertThat(best.getScore()).isGreaterThan(0.999f);
        assertThat(best.getRotation()).isEqualTo(back);
        assertThat(plain.getHits()).allSatisfy(hit -> {
            assertThat(hit.getScore()).isLessThan(0.99f);
            assertThat(hit.getRotation()).isZero();
        });
    }

    @Test
    void eachHitIsThereOnceWithItsBestScore() {
        SearchReply reply = fixture.answer(byImage("r", image(9)).setRotations(true));
        SearchReply plain = fixture.answer(byImage("s", image(9)).setExpand(false));

        assertThat(reply.getExpanded()).isFalse();
        assertThat(reply.getHits()).extracting(SearchHit::getImageId).containsExactlyInAnyOrder("p0", "p1", "p2", "p3");
        assertThat(reply.getHits())
                .extracting(SearchHit::getScore)
                .isSortedAccordingTo((one, other) -> Float.compare(other, one));
        for (SearchHit hit : plain.getHits()) {
            assertThat(reply.getHits())
                    .filteredOn(turned -> turned.getImageId().equals(hit.getImageId()))
                    .singleElement()
                    .satisfies(turned -> assertThat(turned.getScore()).isGreaterThanOrEqualTo(hit.getScore() - 1e-6f));
        }
    }

    @Test
    void requestsThatTurnAndThoseThatDoNotShareASearch() throws IOException {
        byte[] turned = turned(image(2), 1);

        List<SearchReply> replies = fixture
                .handle(
                        fixture.record(
                                byImage("r", turned).setRotations(true).setK(1).build()),
                        fixture.record(byImage("s", image(3))
                                .setExcludeQuery(false)
                                .setK(1)
                                .build()))
                .stream()
                .map(fixture::reply)
                .toList();

        assertThat(replies.get(0).getHits()).extracting(SearchHit::getImageId).containsExactly("p2");
        assertThat(replies.get(1).getHits()).extracting(SearchHit::getImageId).containsExactly("p3");
    }

    @Test
    void imagesOfTheStoreAreTurnedToo() throws IOException {
        byte[] turned = turned(image(2), 3);
        URI uri = fixture.images.put("turned", Sha256.of(turned), turned);

        SearchReply reply = fixture.answer(
                request("r", new UriQuery(uri.toString())).setRotations(true).setK(1));

        assertThat(reply.getHits()).extracting(SearchHit::getImageId).containsExactly("p2");
    }

    @Test
    void whatIsNoImageCannotBeTurned() {
        assertThat(fixture.code(request("r", new ImageIdQuery("p1")).setRotations(true)))
                .isEqualTo("INVALID_FIELD");
        assertThat(fixture.code(request(
                                "s",
                                ExamplesQuery.newBuilder()
                                        .setLike(List.of(new ImageIdQuery("p1")))
                                        .build())
                        .setRotations(true)))
                .isEqualTo("INVALID_FIELD");
    }

    /** Turned clockwise. */
    private static byte[] turned(byte[] png, int quarters) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        for (int i = 0; i < quarters; i++) {
            BufferedImage next = new BufferedImage(image.getHeight(), image.getWidth(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    next.setRGB(image.getHeight() - 1 - y, x, image.getRGB(x, y));
                }
            }
            image = next;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
