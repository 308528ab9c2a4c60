package org.lookalike.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.lookalike.embedder.EmbeddingResult.Refused;
import org.lookalike.events.ImageArrived;

final class ImageBatcherTest extends ImageEmbeddingContract {
    private static final int BATCH = 4;

    @Override
    EmbedderFixture open() {
        return new EmbedderFixture(BATCH, 3);
    }

    @Test
    void twoBuffersTakeTurns() throws InterruptedException {
        fixture.embedding.embed(images(4 * BATCH));

        assertThat(fixture.encoder.sizes).containsExactly(BATCH, BATCH, BATCH, BATCH);
        assertThat(fixture.encoder.batches.get(0))
                .isNotSameAs(fixture.encoder.batches.get(1))
                .isSameAs(fixture.encoder.batches.get(2));
        assertThat(fixture.encoder.batches.get(1)).isSameAs(fixture.encoder.batches.get(3));
    }

    @Test
    void nothingIsEncodedWhereNothingCouldBeDecoded() throws InterruptedException {
        List<EmbeddingResult> results = fixture.embedding.embed(
                List.of(fixture.broken("a").build(), fixture.broken("b").build()));

        assertThat(results).hasSize(2).allMatch(Refused.class::isInstance);
        assertThat(fixture.encoder.sizes).isEmpty();
        assertThat(fixture.embedding.embed(List.of())).isEmpty();
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

        fixture.embedding.close();
        gate.countDown();
        call.thread.join();

        assertThat(call.thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(fixture.encoder.sizes).isEmpty();
    }

    /** One call of the batcher on a thread of its own. */
    private static final class Call {
        final AtomicReference<Throwable> thrown = new AtomicReference<>();
        final AtomicBoolean ended = new AtomicBoolean();
        final Thread thread;

        Call(EmbedderFixture fixture, List<ImageArrived> events, Runnable atTheEnd) {
            thread = new Thread(() -> {
                try {
                    fixture.embedding.embed(events);
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
