/** Labels for whole clusters from a look at a few of their members, with a bound for how many they fit. */
@NullMarked
package org.lookalike.latent.labelling;

import org.jspecify.annotations.NullMarked;
