/** Vectors that no encoder made, for benchmarks of what comes after it. */
@NullMarked
package org.lookalike.bench.vectors;

import org.jspecify.annotations.NullMarked;
