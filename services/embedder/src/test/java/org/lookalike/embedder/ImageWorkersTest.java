package org.lookalike.embedder;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lookalike.embedder.EmbeddingResult.Embedded;
import org.lookalike.embedder.EmbeddingResult.Refused;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.failure.TransientFailure;

@Timeout(60)
final class ImageWorkersTest {
    private static final int THREADS = 3;

    private final EmbedderFixture fixture = new EmbedderFixture(16, THREADS, ImageWorkers::new);

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

        List<EmbeddingResult> results = fixture.batcher.embed(events);

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
    }

    @Test
    void theLastImagesAreSharedOutOneByOne() throws InterruptedException {
        fixture.batcher.embed(images(2 * THREADS));

        assertThat(fixture.encoder.sizes).hasSize(2 * THREADS).containsOnly(1);
    }

    @Test
    void nothingComesOfNothing() throws InterruptedException {
        assertThat(fixture.batcher.embed(List.of())).isEmpty();
        assertThat(fixture.encoder.sizes).isEmpty();
    }

    @Test
    void featuresThatAreNoNumbersRefuseTheirImageAlone() throws InterruptedException {
        List<EmbeddingResult> results = fixture.batcher.embed(List.of(
                fixture.image("good", 1, 2, 3).build(),
                fixture.image("cursed", FirstPixelEncoder.CURSED_RED, 2, 3).build()));

        assertThat(results)
                .hasSize(2)
                .filteredOn(Refused.class::isInstance)
                .extracting(result -> result.event().getImageId())
                .containsExactly("cursed");
    }

    @Test
    void anOutageEndsTheCallAndLeavesTheWorkersFit() throws InterruptedException {
        List<ImageArrived> events = images(10);
        fixture.store.setDown(true);
        assertThatThrownBy(() -> fixture.batcher.embed(events)).isInstanceOf(TransientFailure.class);

        fixture.store.setDown(false);

        assertThat(fixture.batcher.embed(events)).hasSize(10).allMatch(Embedded.class::isInstance);
    }

    @Test
    void anErrorWhileDecodingReachesTheCallerInsteadOfLosingTheImage() {
        fixture.store.onRead(() -> {
            throw new StackOverflowError("on purpose");
        });
        List<ImageArrived> events = images(2);
        assertThatThrownBy(() -> fixture.batcher.embed(events))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("on purpose");
    }

    @Test
    void closingEndsTheCallThoughImagesStillWait() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        fixture.store.onRead(() -> passUninterruptibly(gate));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<ImageArrived> events = images(20);
        Thread call = new Thread(() -> {
            try {
                fixture.batcher.embed(events);
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        call.start();
        await().until(() -> fixture.store.reads() == THREADS);

        fixture.batcher.close();
        gate.countDown();
        call.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(fixture.store.reads()).as("what had not begun is left out").isEqualTo(THREADS);
    }

    @Test
    void refusesWorkAfterItsEnd() {
        fixture.batcher.close();
        List<ImageArrived> events = images(2);
        assertThatThrownBy(() -> fixture.batcher.embed(events)).isInstanceOf(InterruptedException.class);
    }

    private List<ImageArrived> images(int count) {
        List<ImageArrived> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(fixture.image("picture " + i, i, i, i).build());
        }
        return events;
    }

    private static void passUninterruptibly(CountDownLatch gate) {
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
