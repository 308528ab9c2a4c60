package org.lookalike.platform.operations;

import org.slf4j.bridge.SLF4JBridgeHandler;

/** Routes the JDK's own logging, which gRPC uses, to SLF4J. */
public final class Logging {
    private Logging() {}

    /** To be called first in every main method. */
    public static void unify() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
