/** Queries by several example images, and the collapsing of similar hits. */
@NullMarked
package org.lookalike.latent.search;

import org.jspecify.annotations.NullMarked;
