/** Linear discriminant analysis, and projections adapted by it. */
@NullMarked
package org.lookalike.latent.discriminant;

import org.jspecify.annotations.NullMarked;
