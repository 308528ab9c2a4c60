package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.testkit.TestImages;
import org.lookalike.testkit.log.ExpectedLogs;

/** The commands against a running system, as the shell would run them. */
@ExpectedLogs({"Quarantine quarantined"})
class CommandIT {
    private static final String SOURCE = "command-line";
    private static final String SOUND = SOURCE + "/picture-000.png";
    private static final String BROKEN = SOURCE + "/broken.png";
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static CommandRunner commands;
    private static Ended indexing;

    @BeforeAll
    static void index() throws Exception {
        SystemFixture.writeImages(folder, 5, 8);
        // Valid to the header check, corrupt to the decoder: the embedder refuses it, with its record.
        byte[] png = TestImages.png(1, 64, 64);
        png[png.length / 2] ^= 0x55;
        Files.write(folder.resolve("broken.png"), png);
        commands = new CommandRunner(SystemFixture.shared().state());
        indexing = commands.run("index", folder.toString(), "--source=" + SOURCE);
    }

    @Test
    void indexTellsWhatWasRefusedAndShowsItsProgress() {
        assertThat(indexing.code()).isZero();
        assertThat(indexing.out()).contains("refused 1 with IMAGE_CORRUPT");
        assertThat(indexing.err()).contains("8/9 indexed", "1 refused");
    }

    @Test
    void topicsAreAsTheCatalogueSays() {
        Ended ended = commands.run("topics");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains(Topics.all().stream().map(Topic::name).toArray(String[]::new));
        assertThat(ended.err()).doesNotContain("lookalike:");
    }

    @Test
    void topicsCreateLeavesExistingOnesAlone() {
        Ended ended = commands.run("topics", "--create");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).contains("every topic exists");
    }

    @Test
    void whereFollowsAnIndexedImageThroughTheSystem() {
        Ended ended = commands.run("where", SOUND);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("arrived ", "\nstored ", "\nembedded ", "\nindexed ", SOURCE);
        assertThat(ended.out()).doesNotContain("quarantined");
    }

    @Test
    void whereNamesTheReasonOfARefusal() {
        Ended ended = commands.run("where", BROKEN);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("not embedded", "not indexed", "quarantined ", "IMAGE_CORRUPT");
    }

    @Test
    void whereDoesNotKnowWhatNeverCame() {
        Ended ended = commands.run("where", "nobody/nothing.png");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).startsWith("unknown");
    }

    @Test
    void quarantineListShowsEachRefusalByItsCode() {
        Ended corrupt = commands.run("quarantine", "list", "--code=IMAGE_CORRUPT");
        Ended blank = commands.run("quarantine", "list", "--code=REPLY_TOPIC_NOT_ALLOWED");

        assertThat(corrupt.code()).isZero();
        assertThat(corrupt.out()).contains(BROKEN, "IMAGE_CORRUPT", "EMBED");
        assertThat(corrupt.err())
                .contains("· %d quarantined with IMAGE_CORRUPT"
                        .formatted(corrupt.out().lines().count()));
        assertThat(blank.out()).isEmpty();
        assertThat(blank.err()).contains("· 0 quarantined with REPLY_TOPIC_NOT_ALLOWED");
    }

    @Test
    void quarantineShowTellsEverythingByImageIdAndByPlace() {
        Ended byId = commands.run("quarantine", "show", BROKEN);
        String line = commands.run("quarantine", "list")
                .out()
                .lines()
                .filter(each -> each.contains(BROKEN))
                .findFirst()
                .orElseThrow();
        Ended byPlace = commands.run("quarantine", "show", line.substring(0, line.indexOf(' ')));

        assertThat(byId.out()).contains("image     " + BROKEN, "code      IMAGE_CORRUPT", "images.arrived-");
        assertThat(byPlace.out()).contains("image     " + BROKEN);
        Ended unknown = commands.run("quarantine", "show", "99@99");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("nothing is quarantined under 99@99").doesNotContain("\tat ");
    }

    @Test
    void quarantineReplayTriesARefusedImageAgain() throws Exception {
        long before = refusals();

        Ended ended = commands.run("quarantine", "replay", BROKEN);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("published " + BROKEN + " again on images.arrived");
        // It is as broken as before, so it comes back.
        await().atMost(TIMEOUT).until(() -> refusals() == before + 1);
    }

    @Test
    void searchByFileFindsThatImageUnderItsId() {
        String file = folder.resolve("picture-003.png").toString();

        Ended ended = commands.run("search", file, "-k", "1", "--include-query", "--source=" + SOURCE);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("  1  1.0000  " + SOURCE + "/picture-003.png");
    }

    @Test
    void searchByIdLeavesThatImageOut() {
        Ended ended = commands.run("search", SOUND, "-k", "20", "--source=" + SOURCE);

        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines().filter(line -> line.matches(" +\\d+  \\S.*")))
                .hasSize(7)
                .noneMatch(line -> line.contains(SOUND));
    }

    @Test
    void searchForAnUnknownIdIsOneSentence() {
        Ended ended = commands.run("search", "nobody/nothing.png");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("lookalike: ", "nobody/nothing.png").doesNotContain("\tat ");
    }

    @Test
    void simulatePublishesOnTheInbox() throws Exception {
        Ended ended = commands.run("simulate", "--rate=50", "--count=5", "--first=900");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("5 pictures published");
    }

    @Test
    void mistakesAreOneSentenceEach() {
        List<Ended> mistakes = List.of(
                commands.run("topics", "--kafka.bootstrap-server=x"),
                commands.run("search", "x", "nonsense"),
                commands.run("index", folder.resolve("missing").toString()),
                new CommandRunner(folder.resolve("no-system")).run("topics"));

        assertThat(mistakes).extracting(Ended::code).doesNotContain(0);
        assertThat(mistakes).allSatisfy(ended -> assertThat(ended.err()).doesNotContain("\tat "));
        assertThat(mistakes.get(0).err()).contains("kafka.bootstrap-server");
        assertThat(mistakes.get(1).err()).contains("Unmatched argument", "'nonsense'");
        assertThat(mistakes.get(2).err()).contains("is neither a folder nor an archive");
        assertThat(mistakes.get(3).err()).contains("no system is known in", "lookalike up");
    }

    private static long refusals() {
        return commands.run("quarantine", "list")
                .out()
                .lines()
                .filter(line -> line.contains(BROKEN))
                .count();
    }
}
