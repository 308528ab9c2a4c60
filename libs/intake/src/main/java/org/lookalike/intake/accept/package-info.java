/** Decides whether an image is taken in, stores it and makes its event. */
@NullMarked
package org.lookalike.intake.accept;

import org.jspecify.annotations.NullMarked;
