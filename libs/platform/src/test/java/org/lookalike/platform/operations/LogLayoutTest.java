package org.lookalike.platform.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The layout of the services' own logback.xml. */
final class LogLayoutTest {
    private final LoggerContext context = new LoggerContext();
    private ConsoleAppender<ILoggingEvent> console;

    @BeforeEach
    void configure() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLayoutTest.class.getResource("/logback.xml"));
        console = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("CONSOLE");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void whatComesFromOutsideNeitherBreaksALineNorColoursIt() {
        String line = line("refused: \u001b[31mred\r\n2026-01-01 ERROR forged", "id\n\u202e\u2028x", null);

        assertThat(line).contains("refused: ?[31mred??2026-01-01 ERROR forged", "id???x");
        assertThat(line.strip()).doesNotContain("\n", "\r", "\u001b");
    }

    @Test
    void anEventIsALine() {
        assertThat(line("started", "a", null)).endsWith("started image=\"a\"" + System.lineSeparator());
    }

    @Test
    void aLineIsBounded() {
        assertThat(line("x".repeat(100_000), "y", null)).hasSizeLessThan(5_000);
    }

    @Test
    void theLinesOfAnExceptionAreIndented() {
        String text = line("failed", "a", new IllegalStateException("first\n2026-01-01 ERROR forged"));

        assertThat(text.lines().skip(1))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("    "));
        assertThat(text).contains("forged", "LogLayoutTest");
    }

    private String line(String message, String value, Throwable thrown) {
        LoggingEvent event =
                new LoggingEvent("test", context.getLogger("org.lookalike.Test"), Level.WARN, message, thrown, null);
        event.setKeyValuePairs(List.of(new KeyValuePair("image", value)));
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
