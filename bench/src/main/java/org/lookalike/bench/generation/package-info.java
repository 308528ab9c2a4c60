/** How quickly a new space's collection is built, and what searches feel of it. */
@NullMarked
package org.lookalike.bench.generation;

import org.jspecify.annotations.NullMarked;
