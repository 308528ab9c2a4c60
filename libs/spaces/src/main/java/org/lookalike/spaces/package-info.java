/** Latent spaces: what they are made of, which ones there are, and which one answers. */
@NullMarked
package org.lookalike.spaces;

import org.jspecify.annotations.NullMarked;
