/** Maps of images in the plane: t-SNE, starts from earlier maps, and places for new images. */
@NullMarked
package org.lookalike.latent.map;

import org.jspecify.annotations.NullMarked;
