/** How good rankings are, measured against labels. */
@NullMarked
package org.lookalike.latent.retrieval;

import org.jspecify.annotations.NullMarked;
