/** Broken pictures and messages through the whole system. */
@NullMarked
package org.lookalike.bench.mutation;

import org.jspecify.annotations.NullMarked;
