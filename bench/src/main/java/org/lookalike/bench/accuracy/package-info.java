/** What the options that change numbers cost in accuracy. */
@NullMarked
package org.lookalike.bench.accuracy;

import org.jspecify.annotations.NullMarked;
