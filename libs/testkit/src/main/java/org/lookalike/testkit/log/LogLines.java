package org.lookalike.testkit.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.event.KeyValuePair;

/** Log events as text: the logger's simple name, the message and the key-value pairs, separated by spaces. */
final class LogLines {
    private LogLines() {}

    static String of(ILoggingEvent event) {
        String logger = event.getLoggerName();
        List<KeyValuePair> pairs = event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
        return Stream.concat(
                        Stream.of(logger.substring(logger.lastIndexOf('.') + 1), event.getFormattedMessage()),
                        pairs.stream().map(pair -> pair.key + "=" + pair.value))
                .collect(Collectors.joining(" "));
    }
}
