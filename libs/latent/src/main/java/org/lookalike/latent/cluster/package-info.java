/** K-means clustering. */
@NullMarked
package org.lookalike.latent.cluster;

import org.jspecify.annotations.NullMarked;
