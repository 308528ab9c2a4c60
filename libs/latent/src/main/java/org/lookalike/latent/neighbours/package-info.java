/** How far two spaces agree about who is near whom. */
@NullMarked
package org.lookalike.latent.neighbours;

import org.jspecify.annotations.NullMarked;
