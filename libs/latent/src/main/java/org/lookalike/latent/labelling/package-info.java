/** Labels for whole clusters from an audit of a few of their members, with a bound for the share that they fit. */
@NullMarked
package org.lookalike.latent.labelling;

import org.jspecify.annotations.NullMarked;
