/** Lookalike as processes that can be killed, paused and cut off one by one. */
@NullMarked
package org.lookalike.bench.chaos.system;

import org.jspecify.annotations.NullMarked;
