/** Queries made of example images, and pages of hits without repetitions. */
@NullMarked
package org.lookalike.latent.search;

import org.jspecify.annotations.NullMarked;
