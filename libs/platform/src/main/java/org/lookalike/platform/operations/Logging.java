package org.lookalike.platform.operations;

import org.slf4j.bridge.SLF4JBridgeHandler;

/** Brings the log of the JDK's own logger, which gRPC uses, under the one configuration. */
public final class Logging {
    private Logging() {}

    /** To be called first in each program's main. */
    public static void unify() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
