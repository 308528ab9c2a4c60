/** Throttles the backfill of generations, so that live writes and searches keep their latency. */
@NullMarked
package org.lookalike.sink.throttle;

import org.jspecify.annotations.NullMarked;
