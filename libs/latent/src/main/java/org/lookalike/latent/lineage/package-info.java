/** Clusters that keep their names from one refit to the next. */
@NullMarked
package org.lookalike.latent.lineage;

import org.jspecify.annotations.NullMarked;
