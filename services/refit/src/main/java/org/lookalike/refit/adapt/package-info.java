/** Fits spaces anew when labels have changed: one elected instance follows the labels and scans the vectors. */
@NullMarked
package org.lookalike.refit.adapt;

import org.jspecify.annotations.NullMarked;
