package org.lookalike.provision.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    Path folder;

    @Test
    void letsThreadsInOneByOne() {
        int[] unsynchronised = {0};
        CompletableFuture<?>[] workers = IntStream.range(0, 4)
                .mapToObj(worker -> CompletableFuture.runAsync(() -> FolderLock.holding(folder.resolve("x"), () -> {
                    for (int step = 0; step < 100_000; step++) {
                        unsynchronised[0]++;
                    }
                })))
                .toArray(CompletableFuture<?>[]::new);

        CompletableFuture.allOf(workers).join();

        assertThat(unsynchronised[0]).isEqualTo(400_000);
    }

    @Test
    void freesTheFolderAfterFailedWork() {
        Path guarded = folder.resolve("x");
        assertThatThrownBy(() -> FolderLock.holding(guarded, () -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(guarded.toString());

        AtomicInteger done = new AtomicInteger();
        FolderLock.holding(guarded, done::incrementAndGet);

        assertThat(done).hasValue(1);
    }
}
