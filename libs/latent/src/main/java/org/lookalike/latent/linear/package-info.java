/** Linear maps into fewer dimensions that keep as much variance as they can. */
@NullMarked
package org.lookalike.latent.linear;

import org.jspecify.annotations.NullMarked;
