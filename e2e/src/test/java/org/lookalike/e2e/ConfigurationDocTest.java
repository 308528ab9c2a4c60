package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.standalone.system.StandaloneConfig;

/**
 * {@code docs/configuration.md} says what the settings say. After a change of theirs, write it anew: {@code ./mvnw test
 * -pl e2e -am -Dtest=ConfigurationDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dupdate.docs=true}.
 */
class ConfigurationDocTest {
    private static final List<Setting<?>> SETTINGS = Settings.declaredBy(StandaloneConfig::from);
    private static final Map<String, String> SECTIONS = sections();

    @Test
    void theDocumentIsMadeOfTheSettings() throws IOException {
        Path document = repository().resolve("docs").resolve("configuration.md");
        String expected = document(SETTINGS);
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(document, expected);
        }

        assertThat(document)
                .as("written anew by this test with -Dupdate.docs=true")
                .content()
                .isEqualTo(expected);
    }

    @Test
    void everySectionIsExplained() {
        assertThat(SETTINGS).extracting(setting -> section(setting.key())).isSubsetOf(SECTIONS.keySet());
    }

    @Test
    void everyDefaultObeysItsRuleAndEverySettingSaysWhatItIsFor() {
        assertThat(SETTINGS).allSatisfy(setting -> {
            assertThat(setting.description()).as(setting.key()).isNotBlank().endsWith(".");
            assertThat(isSound(setting)).as(setting.key()).isTrue();
        });
    }

    private static <T> boolean isSound(Setting<T> setting) {
        // Nothing is a default, too, where the setting must come from the operator.
        return setting.defaultText().isEmpty()
                || setting.accepts().test(setting.parser().apply(setting.defaultText()));
    }

    private static String document(List<Setting<?>> settings) {
        StringBuilder text = new StringBuilder();
        text.append("""
                # Configuration

                Every service is configured in the same way, in layers; later layers take precedence:

                1. the defaults below;
                2. a properties file, one `key=value` a line, named by `--config=FILE` or else by `LOOKALIKE_CONFIG`;
                3. environment variables: `LOOKALIKE_` and the key in upper case, with `_` for each dot and dash;
                4. flags: `--key=value`.

                `./lookalike` takes the same flags, file and variables. One file can serve all services: a service ignores
                sections that it does not read. Any other unknown key is refused, and so is an invalid value; all problems
                are reported together, and the service does not start (exit code 2). A service logs its effective settings
                at the start, without secrets.

                Sizes are written as bytes or with `KiB`, `MiB` or `GiB`; durations with `ms`, `s`, `m`, `h` or `d`.

                This page is generated from the settings' declarations by a test; change those, not the page.
                """);
        Map<String, List<Setting<?>>> bySection = settings.stream()
                .collect(Collectors.groupingBy(setting -> section(setting.key()), TreeMap::new, Collectors.toList()));
        bySection.forEach((section, members) -> {
            text.append("\n## ").append(section).append("\n\n");
            text.append(SECTIONS.getOrDefault(section, "")).append("\n\n");
            text.append("| key | environment variable | default | must be | what it is for |\n");
            text.append("|---|---|---|---|---|\n");
            members.stream().map(ConfigurationDocTest::row).forEach(text::append);
        });
        return text.toString();
    }

    private static String row(Setting<?> setting) {
        String shown = setting.defaultText().isEmpty() ? "(none)" : code(setting.defaultText());
        return "| %s | %s | %s | %s | %s |%n"
                .formatted(
                        code(setting.key()),
                        code(setting.environmentVariable()),
                        shown,
                        cell(setting.rule() + (setting.secret() ? "; a secret" : "")),
                        cell(setting.description()));
    }

    private static String code(String text) {
        return "`" + cell(text) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String section(String key) {
        return key.substring(0, key.indexOf('.'));
    }

    private static Map<String, String> sections() {
        Map<String, String> sections = new TreeMap<>();
        sections.put("kafka", "The brokers. Read by every service.");
        sections.put("registry", "The schema registry. Read by every service.");
        sections.put("operations", "Metrics and health. Read by every service.");
        sections.put(
                "watchdog", "For how long loops are borne with in which something goes wrong. Read by every service.");
        sections.put("store", "The image store. Read by ingest, embedder, query, audit and explorer.");
        sections.put("decode", "Limits for decoding a picture. Read by ingest, embedder, query and explorer.");
        sections.put("encoder", "What turns pictures into vectors. Read by embedder and query, which must agree.");
        sections.put("milvus", "The vector store. Read by sink and query.");
        sections.put("ingest", "How pictures come in: HTTP, topic, folders.");
        sections.put("embedder", "From pictures to vectors.");
        sections.put("crashes", "Isolating what ends a process. Read by embedder and query.");
        sections.put("sink", "Writing vectors to Milvus.");
        sections.put("spaces", "How generations of spaces are kept. Read by the sink.");
        sections.put("query", "Answering searches.");
        sections.put("refit", "Fitting spaces to incoming pictures.");
        sections.put("audit", "Accounting for every picture.");
        sections.put("explorer", "The page, and the HTTP API behind it.");
        sections.put("spaces", "When spaces are activated and dropped. Read by sink.");
        sections.put("standalone", "The stand-alone system of `./lookalike up`.");
        return sections;
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
