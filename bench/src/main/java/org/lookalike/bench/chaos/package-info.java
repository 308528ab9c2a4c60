/** Kills, pauses and cuts off every part of a system that works, and counts at the end what was lost. */
@NullMarked
package org.lookalike.bench.chaos;

import org.jspecify.annotations.NullMarked;
