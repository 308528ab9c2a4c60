/** A real single-node Kafka broker inside this JVM. */
@NullMarked
package org.lookalike.embedded.kafka;

import org.jspecify.annotations.NullMarked;
