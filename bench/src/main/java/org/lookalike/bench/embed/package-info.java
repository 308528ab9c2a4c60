/** The embedder's benchmark: systems under test, rounds and results. */
@NullMarked
package org.lookalike.bench.embed;

import org.jspecify.annotations.NullMarked;
