package org.lookalike.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.platform.config.InvalidSettings;
import picocli.CommandLine;

class SystemOptionsTest {
    @TempDir
    private Path state;

    @Test
    void withoutASystemItSaysHowToGetOne() {
        assertThatThrownBy(options()::kafka)
                .isInstanceOf(SystemFailure.class)
                .hasMessageContaining(state.toString())
                .hasMessageContaining("lookalike up")
                .hasMessageContaining("--kafka.bootstrap-servers");
    }

    @Test
    void theSystemOfTheStateFolderIsFound() throws IOException {
        Files.writeString(state.resolve("running.properties"), "kafka.bootstrap-servers=127.0.0.1:7\n");

        assertThat(options().kafka().bootstrapServers()).isEqualTo("127.0.0.1:7");
    }

    @Test
    void aSystemElsewhereIsReachedByItsSettings() {
        assertThat(options("--kafka.bootstrap-servers=broker:9092", "--registry.url=http://registry:8081")
                        .kafka()
                        .registryUrl())
                .isEqualTo("http://registry:8081");
    }

    @Test
    void theUsersFlagsWinOverTheStateFolder() throws IOException {
        Files.writeString(
                state.resolve("running.properties"),
                "kafka.bootstrap-servers=127.0.0.1:7\nregistry.url=http\\://127.0.0.1\\:8\n");

        assertThat(options("--registry.url=http://other:1").kafka().registryUrl())
                .isEqualTo("http://other:1");
    }

    @Test
    void aMisspeltSettingIsRefusedByItsName() {
        assertThatThrownBy(options("--kafka.bootstrap-servers=b:1", "--registry.ulr=http://r:1")::kafka)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("registry.ulr")
                .hasMessageContaining("registry.url");
    }

    @Test
    void whatIsNoSettingIsLeftToTheParser() {
        assertThat(SettingOptions.settingsAsOptions("search", "--once", "a.b=c", "--k=3", "--sink.group=x"))
                .containsExactly("search", "--once", "a.b=c", "--k=3", "--setting=sink.group=x");
    }

    private SystemOptions options(String... arguments) {
        Bare bare = new Bare();
        String[] all = new String[arguments.length + 1];
        all[0] = "--state=" + state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        new CommandLine(bare).parseArgs(SettingOptions.settingsAsOptions(all));
        return bare.system;
    }

    @CommandLine.Command
    private static final class Bare {
        @CommandLine.Mixin
        private SystemOptions system = new SystemOptions();
    }
}
