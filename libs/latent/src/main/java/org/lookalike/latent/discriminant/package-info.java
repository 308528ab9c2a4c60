/** Directions that tell labelled rows apart. */
@NullMarked
package org.lookalike.latent.discriminant;

import org.jspecify.annotations.NullMarked;
