/** Turns decoded pixels into an encoder's input: antialiased resize, layout, channel order and normalisation. */
@NullMarked
package org.lookalike.imaging.preprocess;

import org.jspecify.annotations.NullMarked;
