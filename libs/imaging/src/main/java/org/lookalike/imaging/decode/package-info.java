/** Turns bytes of unknown origin into RGB pixels within hard limits, or says precisely why it will not. */
@NullMarked
package org.lookalike.imaging.decode;

import org.jspecify.annotations.NullMarked;
