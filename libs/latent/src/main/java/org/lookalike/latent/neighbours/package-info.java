/** Exact nearest neighbours, and how far two spaces agree about them. */
@NullMarked
package org.lookalike.latent.neighbours;

import org.jspecify.annotations.NullMarked;
