package org.lookalike.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.GenerationChanged;
import org.lookalike.events.GenerationState;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;

/** Spaces that are defined, built, counted, activated and dropped, between a real broker, registry and Milvus Lite. */
final class GenerationIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int IMAGES = 400;

    @TempDir
    private Path folder;

    private GenerationFixture scene;

    @BeforeEach
    void start() {
        scene = new GenerationFixture(folder);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void twoInstancesBuildASpaceWhileImagesArriveAndItTakesThePlaceOfTheOneBefore() throws Exception {
        Set<String> ids = new TreeSet<>();
        for (int number = 0; number < IMAGES; number++) {
            ids.add("early-" + number);
            scene.publish("early-" + number);
        }
        scene.define(scene.raw);
        scene.sink("--spaces.grace=3s");
        scene.sink("--spaces.grace=3s");
        await().atMost(PATIENCE).until(() -> state(scene.raw) == GenerationState.READY);
        Space first = scene.fitted();
        Space second = scene.fitted();
        AtomicBoolean enough = new AtomicBoolean();
        Thread camera = new Thread(() -> {
            for (int number = 0; !enough.get(); number++) {
                ids.add("meanwhile-" + number);
                scene.publish("meanwhile-" + number);
            }
        });
        camera.start();
        try {
            scene.define(first);
            await().atMost(PATIENCE)
                    .until(() -> scene.spaces().active().filter(first::equals).isPresent());
            scene.define(second);
            await().atMost(PATIENCE)
                    .until(() -> scene.spaces().active().filter(second::equals).isPresent());
        } finally {
            enough.set(true);
            camera.join();
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(scene.ids(scene.raw)).isEqualTo(ids);
            assertThat(scene.ids(second)).isEqualTo(ids);
        });
        assertThat(scene.store.count(second.collection())).isEqualTo(ids.size());
        GenerationChanged ready = last(second);
        assertThat(ready.getCounted()).isEqualTo(ready.getExpected()).isGreaterThanOrEqualTo(IMAGES);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scene.store.collections())
                        .contains(scene.raw.collection(), second.collection())
                        .doesNotContain(first.collection()));
        assertThat(state(first)).isEqualTo(GenerationState.DROPPED);
        assertThat(states(first)).doesNotContain(GenerationState.FAILED);
        assertThat(states(second)).containsExactly(GenerationState.READY);
        scene.publish("afterwards");
        await().atMost(PATIENCE).until(() -> scene.ids(second).contains("afterwards"));
        assertThat(scene.store.collections()).doesNotContain(first.collection());
    }

    @Test
    void aMissingAndAnExtraImageStopASpaceAreNamedAndItGoesOnWhenTheyAreRight() throws Exception {
        scene.define(scene.raw);
        Space space = tamperedSpace();
        scene.sink("--spaces.repair=false");

        await().atMost(PATIENCE).until(() -> states(space).contains(GenerationState.FAILED));
        GenerationChanged failed = last(space);
        assertThat(failed.getMissing()).containsExactly("lost");
        assertThat(failed.getExtra()).containsExactly("stranger");
        assertThat(List.of(failed.getExpected(), failed.getCounted())).containsExactly(21L, 21L);
        assertThat(scene.spaces().active()).contains(scene.raw);
        assertThat(scene.spaces().searchable(space.id())).isEmpty();

        scene.publish("lost");
        scene.forget("stranger");

        await().atMost(PATIENCE)
                .until(() -> scene.spaces().active().filter(space::equals).isPresent());
        assertThat(states(space)).containsExactly(GenerationState.FAILED, GenerationState.READY);
        assertThat(scene.ids(space)).hasSize(21).contains("lost").doesNotContain("stranger");
    }

    @Test
    void aWrongGenerationIsPutRightByItself() throws Exception {
        scene.define(scene.raw);
        Space space = tamperedSpace();
        scene.sink();

        await().atMost(PATIENCE)
                .until(() -> scene.spaces().active().filter(space::equals).isPresent());

        assertThat(states(space)).containsExactly(GenerationState.FAILED, GenerationState.READY);
        assertThat(scene.ids(space)).hasSize(21).contains("lost").doesNotContain("stranger");
    }

    @Test
    void whatAnotherEncoderPublishesOnTheSameTopicComesIntoNoSpaceOfOurs() {
        String stranger = GenerationFixture.hex();
        Space foreign = Space.raw(stranger, GenerationFixture.FEATURES);
        float[] ours = new float[GenerationFixture.FEATURES];
        ours[0] = 1;
        float[] theirs = new float[GenerationFixture.FEATURES];
        theirs[1] = 1;
        scene.define(scene.raw);
        scene.define(foreign);
        scene.publish("both", scene.encoder, ours);
        scene.publish("both", stranger, theirs);
        scene.publish("theirs", stranger, theirs);
        Space space = scene.fitted();
        scene.define(space);
        scene.sink();

        await().atMost(PATIENCE)
                .until(() -> scene.spaces().active().filter(space::equals).isPresent()
                        && state(foreign) == GenerationState.READY);

        assertThat(scene.ids(scene.raw)).containsExactly("both");
        assertThat(scene.ids(space)).containsExactly("both");
        assertThat(scene.ids(foreign)).containsExactly("both", "theirs");
        assertThat(vector(scene.raw)).containsExactly(ours);
        assertThat(vector(space)).containsExactly(space.place(ours).vector(), within(1e-6f));
        assertThat(vector(foreign)).containsExactly(theirs);
    }

    /** One image that its group never wrote, and one that nobody published. */
    private Space tamperedSpace() throws Exception {
        Space space = scene.fitted();
        scene.pretendDone(space, scene.publish("lost"));
        for (int number = 0; number < 20; number++) {
            scene.publish("picture-" + number);
        }
        scene.store.ensureCollection(space.collection(), space.dimensions());
        VectorRow stranger = scene.row("stranger", scene.values(GenerationFixture.DIMENSIONS));
        scene.store.upsert(space.collection(), List.of(stranger));
        scene.define(space);
        return space;
    }

    private float[] vector(Space space) {
        return scene.store.get(space.collection(), Set.of("both")).get("both").vector();
    }

    private GenerationState state(Space space) {
        List<GenerationState> states = states(space);
        return states.isEmpty() ? GenerationState.BUILDING : states.get(states.size() - 1);
    }

    private List<GenerationState> states(Space space) {
        return scene.generations(space).stream()
                .map(GenerationChanged::getState)
                .toList();
    }

    private GenerationChanged last(Space space) {
        List<GenerationChanged> said = scene.generations(space);
        return said.get(said.size() - 1);
    }
}
