/** Takes images in, whichever way they come. */
@NullMarked
package org.lookalike.intake;

import org.jspecify.annotations.NullMarked;
