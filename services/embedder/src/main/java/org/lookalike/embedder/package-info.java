/** The embedder: turns images into vectors, and quarantines those that it cannot. */
@NullMarked
package org.lookalike.embedder;

import org.jspecify.annotations.NullMarked;
