package org.lookalike.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.platform.config.Settings.Loaded;

class SettingsTest {
    private static final Setting<Integer> SIZE = Setting.integer("sink.batch.max-size", 1, 100, 10, "Records.");
    private static final Setting<Duration> WAIT =
            Setting.duration("sink.batch.max-wait", Duration.ZERO, Duration.ofMinutes(1), "500ms", "Longest wait.");
    private static final Setting<String> TOKEN = Setting.secret("milvus.token", "Who we are.");
    private static final Setting<String> URI = Setting.required("milvus.uri", "http://localhost:19530", "Where.");

    @TempDir
    private Path folder;

    private record Config(int size, Duration longestWait, String token, String uri) {
        static Config from(Settings settings) {
            return new Config(settings.get(SIZE), settings.get(WAIT), settings.get(TOKEN), settings.get(URI));
        }
    }

    @Test
    void defaultsCountWhereNothingIsSet() {
        assertThat(read(List.of(), Map.of()).config())
                .isEqualTo(new Config(10, Duration.ofMillis(500), "", "http://localhost:19530"));
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndTheEnvironmentOverTheFile() throws IOException {
        String file = "--config=" + file("sink.batch.max-size=20", "sink.batch.max-wait=2s", "milvus.uri=http://file");
        Map<String, String> environment =
                Map.of("LOOKALIKE_SINK_BATCH_MAX_SIZE", "30", "LOOKALIKE_SINK_BATCH_MAX_WAIT", "3s");

        Config config =
                read(List.of(file, "--sink.batch.max-size=40"), environment).config();

        assertThat(config).isEqualTo(new Config(40, Duration.ofSeconds(3), "", "http://file"));
    }

    @Test
    void theEnvironmentMayNameTheFile() throws IOException {
        Map<String, String> environment = Map.of("LOOKALIKE_CONFIG", file("sink.batch.max-size=20"));
        assertThat(read(List.of(), environment).config().size()).isEqualTo(20);
    }

    @Test
    void everyRejectionIsToldAtOnceWithKeyValueOriginAndRule() throws IOException {
        String file = file("sink.batch.max-size=0");
        assertThat(problems(
                        List.of("--config=" + file, "--milvus.uri= "),
                        Map.of("LOOKALIKE_SINK_BATCH_MAX_WAIT", "2 weeks")))
                .containsExactlyInAnyOrder(
                        "sink.batch.max-size is '0' (file " + file + "), must be a whole number from 1 to 100",
                        "sink.batch.max-wait is '2 weeks' (environment variable LOOKALIKE_SINK_BATCH_MAX_WAIT), must be"
                                + " a duration from 0s to 1m, such as 500ms, 30s or 2m",
                        "milvus.uri is ' ' (flag --milvus.uri), must be a text that is not empty");
    }

    @Test
    void theMessageHasALinePerProblem() {
        InvalidSettings thrown = catchThrowableOfType(
                InvalidSettings.class,
                () -> read(List.of("--sink.batch.max-size=0", "--sink.batch.max-wait=x"), Map.of()));
        assertThat(thrown.getMessage().lines()).hasSize(3).first().isEqualTo("2 settings cannot be used:");
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
        assertThat(problems(List.of("--sink.batch.max-sise=5"), Map.of()))
                .containsExactly("sink.batch.max-sise (flag --sink.batch.max-sise) is not a known setting; did you mean"
                        + " sink.batch.max-size?");
    }

    @Test
    void anUnknownVariableOfOurSectionsIsRefused() {
        assertThat(problems(List.of(), Map.of("LOOKALIKE_SINK_BATCH_SIZE", "5")))
                .containsExactly("LOOKALIKE_SINK_BATCH_SIZE is not a known setting; did you mean"
                        + " LOOKALIKE_SINK_BATCH_MAX_SIZE?");
    }

    @Test
    void aVariableWithAMisspelledSectionIsRefused() {
        assertThat(problems(List.of(), Map.of("LOOKALIKE_MLVUS_URI", "http://x")))
                .containsExactly("LOOKALIKE_MLVUS_URI is not a known setting; did you mean LOOKALIKE_MILVUS_URI?");
    }

    @Test
    void aKeyWithAMisspelledSectionIsRefused() {
        assertThat(problems(List.of("--mlvus.uri=http://x"), Map.of()))
                .containsExactly("mlvus.uri (flag --mlvus.uri) is not a known setting; did you mean milvus.uri?");
    }

    @Test
    void otherServicesAndScriptsAreLeftAlone() throws IOException {
        String file = file("query.max-k=100", "embedder.device=cuda", "a-new-service.size=5");
        Map<String, String> environment = Map.of(
                "LOOKALIKE_QUERY_MAX_K",
                "100",
                "LOOKALIKE_LOG",
                "DEBUG",
                "LOOKALIKE_SHARED_DATA",
                "/x",
                "PATH",
                "/bin");
        assertThat(read(List.of("--config=" + file), environment).config().size())
                .isEqualTo(10);
    }

    @Test
    void aProgramThatReadsAPartOfASectionPassesOverTheRestOfIt() {
        List<String> flags = List.of("--sink.group=a", "--sink.batch.max-size=20");

        Config config = Settings.readPart(flags, Map.of(), Config::from).config();
        InvalidSettings thrown = catchThrowableOfType(
                InvalidSettings.class,
                () -> Settings.readPart(List.of("--sink.batch.max-sise=5"), Map.of(), Config::from));

        assertThat(config.size()).isEqualTo(20);
        assertThat(thrown.problems()).singleElement().asString().contains("did you mean sink.batch.max-size?");
    }

    @Test
    void secretsAreNeverShown() {
        Loaded<Config> loaded = read(List.of("--milvus.token=hunter2"), Map.of());
        assertThat(loaded.config().token()).isEqualTo("hunter2");
        assertThat(loaded.effective()).containsEntry("milvus.token", "(set)");
    }

    @Test
    void secretsAreNeverShownInProblems() {
        Setting<String> strict = new Setting<>(
                "sink.key", text -> text, "", "at least 12 characters", text -> text.isEmpty(), "A key.", true);
        InvalidSettings thrown = catchThrowableOfType(
                InvalidSettings.class,
                () -> Settings.read(
                        List.of("--sink.key=hunter2", "hunter3"), Map.of(), settings -> settings.get(strict)));
        assertThat(thrown.problems()).hasSize(2);
        assertThat(thrown.getMessage())
                .contains("sink.key is '(set)'", "argument 2")
                .doesNotContain("hunter");
    }

    @Test
    void credentialsInAUrlAreNotShown() {
        assertThat(read(List.of("--milvus.uri=http://root:hunter2@milvus:19530"), Map.of())
                        .effective())
                .containsEntry("milvus.uri", "http://(set)@milvus:19530");
    }

    @Test
    void effectiveSettingsIncludeTheDefaults() {
        assertThat(read(List.of("--sink.batch.max-size=5"), Map.of()).effective())
                .containsEntry("sink.batch.max-size", "5")
                .containsEntry("sink.batch.max-wait", "500ms")
                .containsEntry("milvus.token", "");
    }

    @Test
    void aMissingFileIsAProblemLikeAnyOther() {
        assertThat(problems(List.of("--config=" + folder.resolve("none"), "--sink.batch.max-size=0"), Map.of()))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("none", "does not exist"));
    }

    @Test
    void anUnreadableFileIsAProblemLikeAnyOther() throws IOException {
        assertThat(problems(List.of("--config=" + file("a=\\uXYZ0")), Map.of()))
                .singleElement()
                .asString()
                .contains("cannot be read as properties");
        assertThat(problems(List.of("--config=" + folder), Map.of()))
                .singleElement()
                .asString()
                .contains("cannot be read as properties");
    }

    @Test
    void whatAReaderAsksForIsWhatItDeclares() {
        assertThat(Settings.declaredBy(Config::from)).containsExactly(SIZE, WAIT, TOKEN, URI);
        assertThat(Settings.declaredBy(settings -> List.of(settings.get(URI), settings.get(URI))))
                .containsExactly(URI);
    }

    @Test
    void oneKeyIsDeclaredOnce() {
        Setting<Integer> namesake = Setting.integer(SIZE.key(), 1, 5, 1, "Records.");
        assertThatIllegalStateException()
                .isThrownBy(() -> Settings.declaredBy(settings -> List.of(settings.get(SIZE), settings.get(namesake))))
                .withMessage("sink.batch.max-size is declared twice");
    }

    @Test
    void defaultsAreWhatCountsWhereNothingIsSet() {
        assertThat(Settings.defaults(Config::from))
                .isEqualTo(read(List.of(), Map.of()).config());
    }

    @Test
    void aRuleAcrossSettingsIsGatheredToo() {
        InvalidSettings thrown = catchThrowableOfType(
                InvalidSettings.class,
                () -> Settings.read(List.of("--sink.batch.max-size=0"), Map.of(), settings -> {
                    settings.require(false, "the sink must not be alone");
                    return settings.get(SIZE);
                }));
        assertThat(thrown.problems()).hasSize(2).contains("the sink must not be alone");
    }

    @Test
    void aRecordThatRefusesIsGatheredWithTheRest() {
        InvalidSettings thrown = catchThrowableOfType(
                InvalidSettings.class,
                () -> Settings.read(List.of("stray"), Map.of(), settings -> {
                    throw new IllegalArgumentException("these do not go together");
                }));
        assertThat(thrown.problems())
                .containsExactly("argument 1 is not a flag of the form --key=value", "these do not go together");
    }

    private Loaded<Config> read(List<String> arguments, Map<String, String> environment) {
        return Settings.read(arguments, environment, Config::from);
    }

    private List<String> problems(List<String> arguments, Map<String, String> environment) {
        InvalidSettings thrown = catchThrowableOfType(InvalidSettings.class, () -> read(arguments, environment));
        assertThat(thrown).isNotNull();
        return thrown.problems();
    }

    private String file(String... lines) throws IOException {
        return Files.write(folder.resolve("lookalike.properties"), List.of(lines))
                .toString();
    }
}
