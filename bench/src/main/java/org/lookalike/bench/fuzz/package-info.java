/** Fuzzing of everything that parses bytes from outside. */
@NullMarked
package org.lookalike.bench.fuzz;

import org.jspecify.annotations.NullMarked;
