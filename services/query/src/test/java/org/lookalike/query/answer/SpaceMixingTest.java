package org.lookalike.query.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.query.answer.SearchFixture.byImage;
import static org.lookalike.query.answer.SearchFixture.image;
import static org.lookalike.query.answer.SearchFixture.request;
import static org.lookalike.query.answer.SearchFixture.vector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.query.TestSpaces;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Tries to make the service mix spaces: all have the same size, so that nothing but its own care keeps them apart. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class SpaceMixingTest {
    private static final int SPACES = 6;
    private static final int IMAGES = 8;
    private static final int BATCHES = 100;
    private static final int MAX_BATCH = 24;
    /** Many times within each batch. */
    private static final int SWITCH_MICROSECONDS = 100;

    @Test
    void neverAnswersWithVectorsOrRowsOfAnotherSpaceThanItNames(@TempDir Path folder) {
        Random random = new Random(11);
        try (SearchFixture fixture = new SearchFixture(folder)) {
            List<Space> spaces = new ArrayList<>();
            List<Spaces> switches = new ArrayList<>();
            for (int i = 0; i < SPACES; i++) {
                // Every other one of a second encoder, whose features are as many but others.
                spaces.add(TestSpaces.fitted(i % 2 == 0 ? fixture.encoder : fixture.second, i));
                fixture.index(spaces.get(i), 0, 1, 2, 3, 4, 5, 6, 7);
            }
            spaces.forEach(active -> switches.add(TestSpaces.active(active, spaces.toArray(Space[]::new))));
            fixture.spaces = () -> switches.get(0);

            ScheduledExecutorService switcher = Executors.newSingleThreadScheduledExecutor();
            Random which = new Random(12);
            var unused = switcher.scheduleAtFixedRate(
                    () -> {
                        Spaces next = switches.get(which.nextInt(SPACES));
                        fixture.spaces = () -> next;
                    },
                    0,
                    SWITCH_MICROSECONDS,
                    TimeUnit.MICROSECONDS);
            Set<String> named = new HashSet<>();
            try {
                for (int batch = 0; batch < BATCHES; batch++) {
                    named.addAll(answerOneBatch(fixture, spaces, random));
                }
            } finally {
                switcher.shutdownNow();
            }
            assertThat(named).hasSize(SPACES);
        }
    }

    /** Returns the spaces that answered. */
    private static Set<String> answerOneBatch(SearchFixture fixture, List<Space> spaces, Random random) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<Integer> images = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (int i = 1 + random.nextInt(MAX_BATCH); i > 0; i--) {
            int number = random.nextInt(IMAGES);
            Space space = random.nextBoolean() ? spaces.get(random.nextInt(SPACES)) : null;
            boolean byFeatures = space != null && space.encoderId().equals(fixture.encoder.id());
            SearchRequest.Builder request = query(fixture, number, random.nextInt(byFeatures ? 3 : 2))
                    .setExcludeQuery(false)
                    .setK(1 + random.nextInt(3))
                    .setSpace(space == null ? null : space.id());
            records.add(fixture.record(request.build()));
            images.add(number);
            wanted.add(space == null ? "" : space.id());
        }
        Set<String> unnamed = new HashSet<>();
        Set<String> named = new HashSet<>();
        List<SearchReply> replies =
                fixture.handle(records).stream().map(fixture::reply).toList();
        for (int i = 0; i < replies.size(); i++) {
            SearchReply reply = replies.get(i);
            Space answered = spaces.stream()
                    .filter(space -> space.id().equals(reply.getSpace()))
                    .findFirst()
                    .orElseThrow();
            SpaceSearchTest.assertFinds(reply, answered, "p" + images.get(i));
            if (wanted.get(i).isEmpty()) {
                unnamed.add(answered.id());
            } else {
                assertThat(answered.id()).isEqualTo(wanted.get(i));
            }
            named.add(answered.id());
        }
        // One batch sees one active space.
        assertThat(unnamed).hasSizeLessThanOrEqualTo(1);
        return named;
    }

    private static SearchRequest.Builder query(SearchFixture fixture, int number, int kind) {
        return switch (kind) {
            case 0 -> byImage("r", image(number));
            case 1 -> request("r", new ImageIdQuery("p" + number));
            default -> request("r", vector(fixture.encoder.features(image(number))));
        };
    }
}
