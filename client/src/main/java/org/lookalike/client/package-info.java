/** Reverse image search for applications: ask over Kafka what looks like a picture. */
@NullMarked
package org.lookalike.client;

import org.jspecify.annotations.NullMarked;
