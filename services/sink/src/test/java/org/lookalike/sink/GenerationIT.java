package org.lookalike.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.GenerationChanged;
import org.lookalike.events.GenerationState;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.spaces.Space;
import org.lookalike.testkit.log.ExpectedLogs;
import org.lookalike.vectorstore.VectorRow;

/** Spaces that are defined, built, counted, activated and dropped, between a real broker, registry and Milvus Lite. */
@ExpectedLogs({"generation failed its verification", "Failed to close fetcher"})
final class GenerationIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int IMAGES = 400;
    private static final Duration CAMERA_PAUSE = Duration.ofMillis(3);

    private GenerationFixture fixture;

    @BeforeEach
    void start() {
        fixture = new GenerationFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void twoInstancesBuildASpaceWhileImagesArriveAndItTakesThePlaceOfTheOneBefore() throws Exception {
        Set<String> ids = new TreeSet<>();
        for (int number = 0; number < IMAGES; number++) {
            ids.add("early-" + number);
            fixture.publish("early-" + number);
        }
        fixture.define(fixture.raw);
        fixture.sink("--spaces.grace=3s");
        fixture.sink("--spaces.grace=3s");
        await().atMost(TIMEOUT).until(() -> state(fixture.raw) == GenerationState.READY);
        Space first = fixture.fitted();
        Space second = fixture.fitted();
        AtomicBoolean enough = new AtomicBoolean();
        Thread camera = new Thread(() -> {
            for (int number = 0; !enough.get(); number++) {
                ids.add("meanwhile-" + number);
                fixture.publish("meanwhile-" + number);
                // Milvus Lite answers one request at a time: faster, and no backfill would ever catch up.
                LockSupport.parkNanos(CAMERA_PAUSE.toNanos());
            }
        });
        camera.start();
        try {
            fixture.define(first);
            await().atMost(TIMEOUT)
                    .until(() -> fixture.spaces().active().filter(first::equals).isPresent());
            fixture.define(second);
            await().atMost(TIMEOUT)
                    .until(() ->
                            fixture.spaces().active().filter(second::equals).isPresent());
        } finally {
            enough.set(true);
            camera.join();
        }

        await().atMost(TIMEOUT).ignoreException(TransientFailure.class).untilAsserted(() -> {
            assertThat(fixture.ids(fixture.raw)).isEqualTo(ids);
            assertThat(fixture.ids(second)).isEqualTo(ids);
        });
        assertThat(fixture.store.count(fixture.current(second).collection())).isEqualTo(ids.size());
        GenerationChanged ready = last(second);
        assertThat(ready.getCounted()).isEqualTo(ready.getExpected()).isGreaterThanOrEqualTo(IMAGES);
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(fixture.store.collections())
                        .contains(
                                fixture.current(fixture.raw).collection(),
                                fixture.current(second).collection())
                        .noneMatch(first::isCollectionOfThis));
        assertThat(state(first)).isEqualTo(GenerationState.DROPPED);
        assertThat(states(first)).doesNotContain(GenerationState.FAILED);
        assertThat(states(second)).containsExactly(GenerationState.BUILDING, GenerationState.READY);
        fixture.publish("afterwards");
        await().atMost(TIMEOUT).until(() -> fixture.ids(second).contains("afterwards"));
        assertThat(fixture.store.collections()).noneMatch(first::isCollectionOfThis);
    }

    @Test
    void aMissingAndAnExtraImageStopASpaceAreNamedAndItGoesOnWhenTheyAreRight() throws Exception {
        fixture.define(fixture.raw);
        Space space = tamperedSpace();
        fixture.sink();

        await().atMost(TIMEOUT).until(() -> states(space).contains(GenerationState.FAILED));
        GenerationChanged failed = last(space);
        assertThat(failed.getMissing()).containsExactly("lost");
        assertThat(failed.getExtra()).containsExactly("stranger");
        assertThat(List.of(failed.getExpected(), failed.getCounted())).containsExactly(21L, 21L);
        assertThat(fixture.spaces().active()).contains(fixture.raw);
        assertThat(fixture.spaces().searchable(space.id())).isEmpty();

        fixture.publish("lost");
        fixture.forget("stranger");

        await().atMost(TIMEOUT)
                .until(() -> fixture.spaces().active().filter(space::equals).isPresent());
        assertThat(states(space))
                .containsExactly(GenerationState.BUILDING, GenerationState.FAILED, GenerationState.READY);
        assertThat(fixture.ids(space)).hasSize(21).contains("lost").doesNotContain("stranger");
    }

    @Test
    void whatAnotherEncoderPublishesOnTheSameTopicComesIntoNoSpaceOfOurs() {
        String stranger = GenerationFixture.hex();
        Space foreign = Space.raw(stranger, GenerationFixture.FEATURES);
        float[] ours = new float[GenerationFixture.FEATURES];
        ours[0] = 1;
        float[] theirs = new float[GenerationFixture.FEATURES];
        theirs[1] = 1;
        fixture.define(fixture.raw);
        fixture.define(foreign);
        fixture.publish("both", fixture.encoder, ours);
        fixture.publish("both", stranger, theirs);
        fixture.publish("theirs", stranger, theirs);
        Space space = fixture.fitted();
        fixture.define(space);
        fixture.sink();

        await().atMost(TIMEOUT)
                .until(() -> fixture.spaces().active().filter(space::equals).isPresent()
                        && state(foreign) == GenerationState.READY);

        assertThat(fixture.ids(fixture.raw)).containsExactly("both");
        assertThat(fixture.ids(space)).containsExactly("both");
        assertThat(fixture.ids(foreign)).containsExactly("both", "theirs");
        assertThat(vector(fixture.raw)).containsExactly(ours);
        assertThat(vector(space)).containsExactly(space.place(ours).vector(), within(1e-6f));
        assertThat(vector(foreign)).containsExactly(theirs);
    }

    /** One image that its group never wrote, and one that nobody published. */
    private Space tamperedSpace() throws Exception {
        Space space = fixture.fitted().inIncarnation("0a");
        fixture.pretendDone(space, fixture.publish("lost"));
        for (int number = 0; number < 20; number++) {
            fixture.publish("picture-" + number);
        }
        fixture.defineInIncarnation(space);
        VectorRow stranger = fixture.row("stranger", fixture.values(GenerationFixture.DIMENSIONS));
        fixture.store.upsert(space.collection(), List.of(stranger));
        return space;
    }

    private float[] vector(Space space) {
        return fixture.store
                .get(fixture.current(space).collection(), Set.of("both"))
                .get("both")
                .vector();
    }

    private GenerationState state(Space space) {
        List<GenerationState> states = states(space);
        return states.isEmpty() ? GenerationState.BUILDING : states.get(states.size() - 1);
    }

    private List<GenerationState> states(Space space) {
        return fixture.generations(space).stream()
                .map(GenerationChanged::getState)
                .toList();
    }

    private GenerationChanged last(Space space) {
        List<GenerationChanged> said = fixture.generations(space);
        return said.get(said.size() - 1);
    }
}
