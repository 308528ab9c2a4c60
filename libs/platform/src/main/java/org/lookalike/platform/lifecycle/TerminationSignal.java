package org.lookalike.platform.lifecycle;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGTERM and SIGINT before the JVM does, so that a service which shut down in order exits with code 0 and not
 * with the 143 of a killed JVM. Every JDK has the class behind it, but not in a public package, hence the reflection;
 * where it is missing or in use, the shutdown hook does the same work and only the exit code differs.
 */
final class TerminationSignal {
    private static final Logger LOGGER = LoggerFactory.getLogger(TerminationSignal.class);

    private TerminationSignal() {}

    static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    TerminationSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(action, arguments);
                        }
                        action.run();
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            for (String name : new String[] {"TERM", "INT"}) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException e) {
            LOGGER.debug("signals cannot be handled, the shutdown hook remains", e);
        }
    }
}
