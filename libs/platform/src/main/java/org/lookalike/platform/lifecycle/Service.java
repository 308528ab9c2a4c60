package org.lookalike.platform.lifecycle;

/**
 * How a service is put together from its configuration: it takes what it needs from the platform and gives it what is to
 * run and what is to be closed. Nothing runs before the platform starts.
 *
 * @param <C> the type of its configuration
 */
@FunctionalInterface
public interface Service<C> {
    void assemble(C config, Platform platform);
}
