/** Groups of rows that lie close together. */
@NullMarked
package org.lookalike.latent.cluster;

import org.jspecify.annotations.NullMarked;
