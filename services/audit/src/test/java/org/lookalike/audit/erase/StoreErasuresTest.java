package org.lookalike.audit.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lookalike.imaging.store.InMemoryImageStore;
import org.lookalike.schemas.Sha256;
import org.lookalike.testkit.log.ExpectedLogs;

final class StoreErasuresTest {
    private static final Duration GRACE = Duration.ofDays(31);

    private final InMemoryImageStore store = new InMemoryImageStore();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger done = new AtomicInteger();
    private Instant now = Instant.now();
    private final StoreErasures erasures = new StoreErasures(
            store,
            new EraseConfig(GRACE, GRACE, Duration.ofDays(1), 0.02),
            () -> now,
            tasks::add,
            new SimpleMeterRegistry());

    @Test
    void erasesExactlyWhatTheLogNames() {
        URI before = put();
        URI anew = put();

        erasures.erase("a", List.of(before.toString()), done::incrementAndGet);
        run();

        assertThat(store.list("a")).containsExactly(anew);
        assertThat(done).hasValue(1);
    }

    /** The bytes of a later acceptance are another object, even if its clock is slow and its bytes are the same. */
    @Test
    void aDeletionThatComesLateSparesWhatWasPutMeanwhile() {
        URI before = put();
        erasures.erase("a", List.of(before.toString()), done::incrementAndGet);
        URI anew = put();
        run();
        erasures.erase("a", List.of(before.toString()), done::incrementAndGet);
        run();

        assertThat(store.list("a")).containsExactly(anew);
    }

    @Test
    void handsOverOnceWhatWaitsAlready() {
        String uri = put().toString();
        erasures.erase("a", List.of(uri), done::incrementAndGet);
        erasures.erase("a", List.of(uri), done::incrementAndGet);

        assertThat(tasks).hasSize(1);
    }

    @Test
    @ExpectedLogs("Outage [audit.erase]")
    void anOutageLeavesItToTheNextTime() {
        String uri = put().toString();
        store.setDown(true);
        erasures.erase("a", List.of(uri), done::incrementAndGet);
        run();
        store.setDown(false);
        erasures.erase("a", List.of(uri), done::incrementAndGet);
        assertThat(tasks).as("pauses").isEmpty();
        assertThat(done).hasValue(0);

        now = now.plusSeconds(2);
        erasures.erase("a", List.of(uri), done::incrementAndGet);
        run();

        assertThat(store.size()).isZero();
        assertThat(done).hasValue(1);
    }

    @Test
    @ExpectedLogs("StoreErasures not erased")
    void leavesAloneWhatIsNotTheStores() {
        erasures.erase("a", List.of("file:///etc/passwd", "no uri at all"), done::incrementAndGet);
        run();

        assertThat(done).hasValue(1);
    }

    @Test
    void sweepsWhatWasSupersededOnceItIsOldEnough() {
        String superseded = put().toString();

        erasures.sweep("a", List.of(superseded), done::incrementAndGet);
        assertThat(tasks).isEmpty();

        now = now.plus(GRACE).plusSeconds(2);
        erasures.sweep("a", List.of(superseded), done::incrementAndGet);
        run();
        assertThat(store.size()).isZero();
        assertThat(done).hasValue(1);
    }

    private URI put() {
        return store.put("a", Sha256.of("x"), new byte[] {1});
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
