/** How quickly a new space's collection is built, and how much searches slow down meanwhile. */
@NullMarked
package org.lookalike.bench.generation;

import org.jspecify.annotations.NullMarked;
