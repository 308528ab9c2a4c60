package org.lookalike.testkit.log;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tells the console's filter what the running test class and method expect. */
final class ExpectedLogsExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        UnexpectedLogFilter.expect(expectedBy(context));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        UnexpectedLogFilter.expectNoLonger(expectedBy(context));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        UnexpectedLogFilter.expect(expectedBy(context));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        UnexpectedLogFilter.expectNoLonger(expectedBy(context));
    }

    private static List<String> expectedBy(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), ExpectedLogs.class)
                .map(annotation -> List.of(annotation.value()))
                .orElse(List.of());
    }
}
