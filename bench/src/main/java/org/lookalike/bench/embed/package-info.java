/** The embedder's benchmark: what is measured in which order, and what follows from it. */
@NullMarked
package org.lookalike.bench.embed;

import org.jspecify.annotations.NullMarked;
