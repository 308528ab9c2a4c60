package org.lookalike.explorer.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ByteCacheTest {
    private final AtomicLong now = new AtomicLong();
    private final ByteCache cache = new ByteCache(100, Duration.ofSeconds(10), now::get);

    @Test
    void forgetsWhatWasAskedForLeastRecently() {
        cache.put("a", new byte[40]);
        cache.put("b", new byte[40]);
        assertThat(cache.get("a")).isPresent();

        cache.put("c", new byte[40]);

        assertThat(cache.get("a")).isPresent();
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.bytes()).isEqualTo(80);
    }

    @Test
    void forgetsAfterAWhile() {
        cache.put("a", new byte[40]);
        now.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(cache.get("a")).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void keepsNothingLargerThanItself() {
        cache.put("a", new byte[101]);

        assertThat(cache.get("a")).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void countsAReplacedArrayOnce() {
        cache.put("a", new byte[40]);
        cache.put("a", new byte[30]);

        assertThat(cache.bytes()).isEqualTo(30);
    }
}
