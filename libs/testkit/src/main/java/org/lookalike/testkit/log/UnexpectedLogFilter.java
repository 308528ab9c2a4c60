package org.lookalike.testkit.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets through what no running test expects. Named in logback-test.xml. Thread-safe. */
public final class UnexpectedLogFilter extends Filter<ILoggingEvent> {
    private static final List<String> EXPECTED = new CopyOnWriteArrayList<>();

    static void expect(List<String> parts) {
        EXPECTED.addAll(parts);
    }

    static void expectNoLonger(List<String> parts) {
        // One by one: an outer test may expect the same.
        parts.forEach(EXPECTED::remove);
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String line = LogLines.of(event);
        return EXPECTED.stream().anyMatch(line::contains) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
