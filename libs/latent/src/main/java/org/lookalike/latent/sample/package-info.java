/** A uniform, mergeable sample of images that is blind to duplicates, replays and order. */
@NullMarked
package org.lookalike.latent.sample;

import org.jspecify.annotations.NullMarked;
