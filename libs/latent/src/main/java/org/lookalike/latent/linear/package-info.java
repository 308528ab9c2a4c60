/** Principal component analysis. */
@NullMarked
package org.lookalike.latent.linear;

import org.jspecify.annotations.NullMarked;
