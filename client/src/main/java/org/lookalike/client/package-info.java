/** Reverse image search for applications: ask over Kafka what looks like an image. */
@NullMarked
package org.lookalike.client;

import org.jspecify.annotations.NullMarked;
