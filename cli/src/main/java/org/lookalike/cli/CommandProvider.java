package org.lookalike.cli;

import java.util.List;

/**
 * Adds commands to {@code lookalike}, for modules that the command line itself must not know. Found by
 * {@link java.util.ServiceLoader} on the class path.
 */
public interface CommandProvider {
    /** Classes with picocli's {@code @Command}, in the order in which the help lists them. */
    List<Class<?>> commands();
}
