package org.lookalike.embedder;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.embedder.EmbeddingResult.Embedded;
import org.lookalike.embedder.EmbeddingResult.Refused;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;

/** What every image embedding does. */
@Timeout(60)
abstract class ImageEmbeddingContract {
    final EmbedderFixture fixture = open();

    abstract EmbedderFixture open();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void everyImageGetsItsOwnFeaturesHoweverManyAreRefusedBetween() throws InterruptedException {
        List<ImageArrived> events = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            events.add(
                    i % 3 == 1
                            ? fixture.broken("broken " + i).build()
                            : fixture.image("picture " + i, i, 2 * i, 255 - i).build());
        }

        List<EmbeddingResult> results = fixture.embedding.embed(events);

        assertThat(results).extracting(EmbeddingResult::event).containsExactlyInAnyOrderElementsOf(events);
        Map<String, float[]> features = results.stream()
                .filter(Embedded.class::isInstance)
                .map(Embedded.class::cast)
                .collect(toMap(one -> one.event().getImageId(), Embedded::features));
        assertThat(features).hasSize(60);
        features.forEach((id, row) -> {
            int i = Integer.parseInt(id.substring("picture ".length()));
            assertThat(row).as(id).containsExactly(i, 2 * i, 255 - i);
        });
        assertThat(fixture.encoder.sizes.stream().mapToInt(size -> size).sum()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void featuresThatAreNoNumbersRefuseTheirImageAlone(float unusable) throws InterruptedException {
        fixture.encoder.unusable = unusable;

        List<EmbeddingResult> results = fixture.embedding.embed(List.of(
                fixture.image("good", 1, 2, 3).build(),
                fixture.image("cursed", FirstPixelEncoder.CURSED_RED, 2, 3).build()));

        assertThat(results).hasSize(2).anyMatch(Embedded.class::isInstance).anySatisfy(result -> {
            assertThat(result).isInstanceOf(Refused.class);
            Refused refused = (Refused) result;
            assertThat(refused.event().getImageId()).isEqualTo("cursed");
            assertThat(refused.failure().code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(refused.failure()).hasMessageContaining("cursed").hasMessageContaining("feature 1");
        });
    }

    @Test
    void anErrorWhileDecodingReachesTheCallerInsteadOfLosingTheImage() {
        fixture.store.onRead(() -> {
            throw new StackOverflowError("on purpose");
        });
        List<ImageArrived> events = images(2);
        assertThatThrownBy(() -> fixture.embedding.embed(events))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("on purpose");
    }

    @Test
    void refusesWorkAfterItsEnd() {
        fixture.embedding.close();
        List<ImageArrived> events = images(2);
        assertThatThrownBy(() -> fixture.embedding.embed(events)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void anOutageEndsTheCallAndTheNextOneSucceeds() throws InterruptedException {
        List<ImageArrived> events = images(10);
        fixture.store.setDown(true);
        assertThatThrownBy(() -> fixture.embedding.embed(events)).isInstanceOf(TransientFailure.class);

        fixture.store.setDown(false);

        assertThat(fixture.embedding.embed(events)).hasSize(10).allMatch(Embedded.class::isInstance);
    }

    @Test
    void returnsTheImagesSize() throws InterruptedException {
        EmbeddingResult result = fixture.embedding
                .embed(List.of(fixture.image("a", 1, 2, 3).build()))
                .get(0);
        assertThat(result.orThrow().width()).isEqualTo(24);
        assertThat(result.orThrow().height()).isEqualTo(16);
    }

    List<ImageArrived> images(int count) {
        List<ImageArrived> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(fixture.image("picture " + i, i, i, i).build());
        }
        return events;
    }

    static void passUninterruptibly(CountDownLatch gate) {
        boolean interrupted = false;
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
