/** A schema registry with Confluent's API, as a child process. */
@NullMarked
package org.lookalike.embedded.registry;

import org.jspecify.annotations.NullMarked;
