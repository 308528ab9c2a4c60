/** Which labels spaces learn from, and when. */
@NullMarked
package org.lookalike.refit.adapt;

import org.jspecify.annotations.NullMarked;
