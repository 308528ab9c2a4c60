package org.lookalike.embedder;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

@Timeout(60)
final class ImageBatcherTest {
    private static final int BATCH = 4;

    private final EmbedderFixture fixture = new EmbedderFixture(BATCH, 3);

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
        assertThat(fixture.encoder.sizes.stream().mapToInt(size -> size).sum()).isEqualTo(60);
    }

    @Test
    void tellsTheImagesSize() throws InterruptedException {
        EmbeddingResult result = fixture.batcher
                .embed(List.of(fixture.image("a", 1, 2, 3).build()))
                .get(0);
        assertThat(result.orThrow().width()).isEqualTo(24);
        assertThat(result.orThrow().height()).isEqualTo(16);
    }

    @Test
    void twoBuffersTakeTurns() throws InterruptedException {
        fixture.batcher.embed(images(4 * BATCH));

        assertThat(fixture.encoder.sizes).containsExactly(BATCH, BATCH, BATCH, BATCH);
        assertThat(fixture.encoder.batches.get(0))
                .isNotSameAs(fixture.encoder.batches.get(1))
                .isSameAs(fixture.encoder.batches.get(2));
        assertThat(fixture.encoder.batches.get(1)).isSameAs(fixture.encoder.batches.get(3));
    }

    @Test
    void nothingIsEncodedWhereNothingCouldBeDecoded() throws InterruptedException {
        List<EmbeddingResult> results = fixture.batcher.embed(
                List.of(fixture.broken("a").build(), fixture.broken("b").build()));

        assertThat(results).hasSize(2).allMatch(Refused.class::isInstance);
        assertThat(fixture.encoder.sizes).isEmpty();
        assertThat(fixture.batcher.embed(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void featuresThatAreNoNumbersRefuseTheirImageAlone(float unusable) throws InterruptedException {
        fixture.encoder.unusable = unusable;

        List<EmbeddingResult> results = fixture.batcher.embed(List.of(
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
    void anOutageEndsTheCallAndLeavesTheBatcherFit() throws InterruptedException {
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
    void anInterruptedCallReturnsOnlyWhenNoThreadCanWriteAnyMore() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger reading = new AtomicInteger();
        fixture.store.onRead(() -> {
            reading.incrementAndGet();
            passUninterruptibly(gate);
            reading.decrementAndGet();
        });
        AtomicInteger readingAtTheEnd = new AtomicInteger(-1);
        Call call = new Call(fixture, images(20), () -> readingAtTheEnd.set(reading.get()));
        await().until(() -> reading.get() == 3);

        call.thread.interrupt();
        // It has heard of the interruption once it waits again with the flag cleared.
        await().until(() -> !call.thread.isInterrupted() && call.thread.getState() == Thread.State.WAITING);
        assertThat(call.ended).isFalse();
        gate.countDown();
        call.thread.join();

        assertThat(call.thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(readingAtTheEnd).hasValue(0);
        assertThat(fixture.store.reads()).as("what had not begun is left out").isEqualTo(3);
        assertThat(fixture.encoder.sizes).isEmpty();
    }

    @Test
    void closingEndsTheCallThoughImagesStillQueue() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        fixture.store.onRead(() -> passUninterruptibly(gate));
        Call call = new Call(fixture, images(20), () -> {});
        await().until(() -> fixture.store.reads() == 3);

        fixture.batcher.close();
        gate.countDown();
        call.thread.join();

        assertThat(call.thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(fixture.encoder.sizes).isEmpty();
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

    /** One call of the batcher on a thread of its own. */
    private static final class Call {
        final AtomicReference<Throwable> thrown = new AtomicReference<>();
        final AtomicBoolean ended = new AtomicBoolean();
        final Thread thread;

        Call(EmbedderFixture fixture, List<ImageArrived> events, Runnable atTheEnd) {
            thread = new Thread(() -> {
                try {
                    fixture.batcher.embed(events);
                } catch (InterruptedException | RuntimeException e) {
                    thrown.set(e);
                } finally {
                    atTheEnd.run();
                    ended.set(true);
                }
            });
            thread.start();
        }
    }
}
