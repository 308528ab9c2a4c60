package org.lookalike.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@ExpectedLogs("ExpectedLogsTest the class expects")
class ExpectedLogsTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(ExpectedLogsTest.class);

    private final UnexpectedLogFilter filter = new UnexpectedLogFilter();

    @Test
    void whatTheClassExpectsIsKeptOffTheConsole() {
        assertThat(filter.decide(event("the class expects this"))).isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(event("the method expects this"))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    @ExpectedLogs({"method expects", "ClassOfNoName"})
    void whatTheMethodExpectsIsKeptOffTheConsoleToo() {
        assertThat(filter.decide(event("the class expects this"))).isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(event("the method expects this"))).isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(event("nobody expects this"))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void capturesLinesWithTheirLevelAndPairs() {
        try (CapturedLogs logs = CapturedLogs.of(ExpectedLogsTest.class)) {
            LOGGER.atWarn().addKeyValue("id", 7).log("the class expects {}", "that");
            assertThat(logs.lines()).containsExactly("WARN ExpectedLogsTest the class expects that id=7");
        }
        assertThat(LOGGER.isAdditive()).isTrue();
    }

    private static LoggingEvent event(String message) {
        return new LoggingEvent(ExpectedLogsTest.class.getName(), LOGGER, Level.ERROR, message, null, null);
    }
}
