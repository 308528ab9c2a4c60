package org.lookalike.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
    private static final Setting<Long> BYTES = Setting.bytes("a.bytes", 0, Long.MAX_VALUE, "1MiB", "Bytes.");
    private static final Setting<Duration> DURATION =
            Setting.duration("a.wait", Duration.ZERO, Duration.ofDays(7), "30s", "Wait.");

    @ParameterizedTest
    @CsvSource({"17,17", "0,0", "1KiB,1024", "64MiB,67108864", "3 GiB,3221225472"})
    void readsSizes(String text, long bytes) {
        assertThat(BYTES.parser().apply(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "1MB", "1.5GiB", "x", "9223372036854775807GiB"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> BYTES.parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "2m,120000", "1h30m,5400000", "1d,86400000", "1.5s,1500", "0s,0"})
    void readsDurations(String text, long milliseconds) {
        assertThat(DURATION.parser().apply(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "2 weeks", "PT5S", "5 s", "99999999999999999999d"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> DURATION.parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNegativeDurationBreaksTheRule() {
        assertThat(DURATION.accepts().test(DURATION.parser().apply("-5s"))).isFalse();
    }

    @Test
    void readsListsWithoutEmptyParts() {
        Setting<java.util.List<String>> list = Setting.list("a.list", "", "Texts.");
        assertThat(list.parser().apply("a, b ,,c")).containsExactly("a", "b", "c");
        assertThat(list.parser().apply("")).isEmpty();
    }

    @Test
    void readsChoicesWithDashes() {
        Setting<TimeUnit> unit = Setting.choice("a.unit", TimeUnit.class, TimeUnit.SECONDS, "A unit.");
        assertThat(unit.parser().apply("milliseconds")).isEqualTo(TimeUnit.MILLISECONDS);
        assertThat(unit.defaultText()).isEqualTo("seconds");
        assertThat(unit.rule()).startsWith("one of nanoseconds, microseconds");
        assertThatThrownBy(() -> unit.parser().apply("fortnight")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsFlagsStrictly() {
        Setting<Boolean> flag = Setting.flag("a.flag", true, "A flag.");
        assertThat(flag.parser().apply("false")).isFalse();
        assertThatThrownBy(() -> flag.parser().apply("yes")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void urlsNeedASchemeAndAHost() {
        Setting<java.net.URI> url = Setting.url("a.url", "http://localhost:8081", "Where.");
        assertThat(url.accepts().test(url.parser().apply("https://host/path"))).isTrue();
        assertThat(url.accepts().test(url.parser().apply("localhost:8081"))).isFalse();
        assertThat(url.accepts().test(url.parser().apply("ftp://host"))).isFalse();
        assertThatThrownBy(() -> url.parser().apply("http://a b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noThreadsStandForOnePerCore() {
        Setting<Integer> threads = Setting.threads("a.threads", 4_096, "Threads.");
        assertThat(threads.parser().apply("0")).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(threads.parser().apply("3")).isEqualTo(3);
        assertThat(threads.accepts().test(threads.parser().apply("4097"))).isFalse();
        assertThat(Setting.threads("a.threads", 1, "Threads.").parser().apply("0"))
                .isEqualTo(1);
    }

    @Test
    void aStricterRuleKeepsTheFirst() {
        Setting<Integer> even = Setting.integer("a.even", 0, 10, 2, "Even.").where("even, 0 to 10", n -> n % 2 == 0);
        assertThatNoException().isThrownBy(() -> even.require(4));
        assertThatThrownBy(() -> even.require(5)).hasMessage("a.even is 5, must be even, 0 to 10");
        assertThatThrownBy(() -> even.require(12)).hasMessage("a.even is 12, must be even, 0 to 10");
    }

    @Test
    void refusesAValueNamingKeyValueAndRule() {
        assertThatNoException().isThrownBy(() -> DURATION.require(Duration.ofDays(7)));
        assertThatThrownBy(() -> DURATION.require(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.wait is -1ms, must be a duration from 0s to 168h, such as 500ms, 30s or 2m");
    }

    @Test
    void refusesWithoutShowingSecretsOrCredentials() {
        Setting<String> token = Setting.secret("a.token", "A token.").where("short", text -> text.length() < 3);
        assertThatThrownBy(() -> token.require("hunter2")).hasMessage("a.token is (set), must be short");
        Setting<String> server = Setting.text("a.server", "", "A server.").where("short", text -> text.length() < 3);
        assertThatThrownBy(() -> server.require("http://me:hunter2@host"))
                .hasMessage("a.server is http://(set)@host, must be short");
    }

    @Test
    void namesItsEnvironmentVariable() {
        assertThat(DURATION.environmentVariable()).isEqualTo("LOOKALIKE_A_WAIT");
        assertThat(Setting.text("sink.batch.max-size", "", "x").environmentVariable())
                .isEqualTo("LOOKALIKE_SINK_BATCH_MAX_SIZE");
    }
}
