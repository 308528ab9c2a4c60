package org.lookalike.testkit.log;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The warnings and errors that a test provokes on purpose. While the test class or method runs, log lines that contain
 * one of the texts are kept off the console; any other warning or error is still printed. {@code target/test.log} has all
 * of them.
 *
 * <p>A line is the logger's simple name, the message and the key-value pairs, separated by spaces: {@code "Quarantine"}
 * expects every line of that class, {@code "Quarantine quarantined: the picture is empty"} one of them. Where a test
 * depends on a line, it asserts it with {@link CapturedLogs}.
 */
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ExpectedLogsExtension.class)
public @interface ExpectedLogs {
    /** Parts of the expected lines. */
    String[] value();
}
