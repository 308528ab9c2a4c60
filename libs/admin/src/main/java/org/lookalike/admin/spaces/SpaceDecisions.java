package org.lookalike.admin.spaces;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** What a person decides about spaces: refused where it would do harm, else published and read back. */
public final class SpaceDecisions {
    private static final long BETWEEN_READS_MS = 200;

    private final SpaceTopics topics;
    private final InstantSource clock;
    private final Duration timeout;

    /** @param timeout how long to wait for a decision to be readable */
    public SpaceDecisions(SpaceTopics topics, InstantSource clock, Duration timeout) {
        this.topics = topics;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * Makes a space answer the searches that name none.
     *
     * @param by who says so
     * @param reason one sentence for a person; may be empty
     * @return whether something changed; false if the space was active already
     * @throws IllegalArgumentException if the space is unknown, dropped or not ready
     * @throws TransientFailure if the decision could not be published or is not readable in time
     */
    public boolean activate(String spaceId, String by, String reason) {
        Spaces before = topics.history().spaces();
        requireReady(before, spaceId);
        if (before.activation().filter(now -> now.spaceId().equals(spaceId)).isPresent()) {
            return false;
        }
        Activation activation = new Activation(spaceId, by, reason, now(), before.ready());
        topics.publish(records -> records.of(activation));
        await(
                "the activation of space " + spaceId,
                spaces -> spaces.activations().stream()
                        .anyMatch(each ->
                                each.spaceId().equals(spaceId) && each.at().equals(activation.at())));
        return true;
    }

    /**
     * Gives a space up: its loops end, and the generation controller removes its collection.
     *
     * @return whether something changed; false if it was dropped already
     * @throws IllegalArgumentException if the space is unknown or active
     * @throws TransientFailure if the decision could not be published or is not readable in time
     */
    public boolean drop(String spaceId, String reason) {
        Spaces before = topics.history().spaces();
        requireDispensable(before, spaceId);
        if (before.generation(spaceId).state() == State.DROPPED) {
            return false;
        }
        Generation dropped = Generation.dropped(spaceId, reason, now());
        topics.publish(records -> records.of(dropped));
        await(
                "the end of space " + spaceId,
                spaces -> spaces.generation(spaceId).state() == State.DROPPED);
        return true;
    }

    /**
     * Has the generation controller build a space's collection again from its topic. The collection is not searched until the
     * new one is ready.
     *
     * @throws IllegalArgumentException if the space is unknown or dropped
     * @throws TransientFailure if the decision could not be published or is not readable in time
     */
    public void rebuild(String spaceId, String reason) {
        Generation before = topics.history()
                .spaces()
                .generation(require(topics.history().spaces(), spaceId).id());
        if (before.state() == State.DROPPED) {
            throw new IllegalArgumentException("space %s was dropped at %s for good".formatted(spaceId, before.at()));
        }
        Generation rebuild = Generation.building(spaceId, "", true, reason, now());
        topics.publish(records -> records.of(rebuild));
        await("the rebuilding of space " + spaceId, spaces -> {
            Generation now = spaces.generation(spaceId);
            return !now.incarnation().equals(before.incarnation());
        });
    }

    static void requireReady(Spaces spaces, String spaceId) {
        Generation generation = spaces.generation(require(spaces, spaceId).id());
        if (generation.state() == State.DROPPED) {
            throw new IllegalArgumentException(
                    "space %s was dropped at %s and its collection is gone: activate another one"
                            .formatted(spaceId, generation.at()));
        }
        if (generation.state() == State.FAILED) {
            throw new IllegalArgumentException(
                    "space %s was counted and found wrong, with %d of %d pictures%s: it can be activated once it is READY"
                            .formatted(
                                    spaceId,
                                    generation.counted(),
                                    generation.expected(),
                                    generation.reason().isEmpty() ? "" : " (" + generation.reason() + ")"));
        }
        if (generation.state() != State.READY) {
            throw new IllegalArgumentException(
                    "space %s is still being built: it can be activated once it is READY".formatted(spaceId));
        }
    }

    static void requireDispensable(Spaces spaces, String spaceId) {
        require(spaces, spaceId);
        if (spaces.active().filter(active -> active.id().equals(spaceId)).isPresent()) {
            throw new IllegalArgumentException(
                    "space %s is the active one, which answers searches: activate another one first"
                            .formatted(spaceId));
        }
    }

    private static Space require(Spaces spaces, String spaceId) {
        return spaces.find(spaceId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no space %s; `lookalike spaces` lists them".formatted(spaceId)));
    }

    /** As exact as events carry it, so that what is read back equals what was written. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void await(String what, Predicate<Spaces> seen) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!seen.test(topics.history().spaces())) {
            if (System.nanoTime() > deadline) {
                throw new TransientFailure("%s was published, but cannot be read on topic %s after %d s"
                        .formatted(what, Topics.SPACES.name(), timeout.toSeconds()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_READS_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransientFailure("interrupted while waiting for " + what, e);
            }
        }
    }
}
