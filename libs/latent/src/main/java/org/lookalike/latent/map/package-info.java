/** Maps of pictures in the plane: t-SNE, starts from earlier maps, and places for new pictures. */
@NullMarked
package org.lookalike.latent.map;

import org.jspecify.annotations.NullMarked;
