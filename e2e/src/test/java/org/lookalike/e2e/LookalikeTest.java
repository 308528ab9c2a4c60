package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.e2e.CommandRunner.Ended;

class LookalikeTest {
    @ParameterizedTest
    @ValueSource(strings = {"search", "quarantine list", "spaces show", "evaluate", "demo"})
    void everyCommandTellsItsOptions(String command) {
        Ended ended = CommandRunner.runWithoutSystem((command + " --help").split(" "));

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("Usage: lookalike " + command, "--help", "Show this help message and exit.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serch", "search --no-such-option"})
    void aMisspeltCommandOrOptionIsAUsersMistake(String arguments) {
        Ended ended = CommandRunner.runWithoutSystem(arguments.split(" "));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("lookalike");
    }
}
