package org.lookalike.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageArrived;

final class ImageWorkersTest extends ImageEmbeddingContract {
    private static final int THREADS = 3;

    @Override
    EmbedderFixture open() {
        return new EmbedderFixture(16, THREADS, ImageWorkers::new);
    }

    @Test
    void theLastImagesAreSharedOutOneByOne() throws InterruptedException {
        fixture.embedding.embed(images(2 * THREADS));

        assertThat(fixture.encoder.sizes).hasSize(2 * THREADS).containsOnly(1);
    }

    @Test
    void nothingComesOfNothing() throws InterruptedException {
        assertThat(fixture.embedding.embed(List.of())).isEmpty();
        assertThat(fixture.encoder.sizes).isEmpty();
    }

    @Test
    void closingEndsTheCallThoughImagesStillWait() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        fixture.store.onRead(() -> passUninterruptibly(gate));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<ImageArrived> events = images(20);
        Thread call = new Thread(() -> {
            try {
                fixture.embedding.embed(events);
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        call.start();
        await().until(() -> fixture.store.reads() == THREADS);

        fixture.embedding.close();
        gate.countDown();
        call.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(fixture.store.reads()).as("what had not begun is left out").isEqualTo(THREADS);
    }
}
