/** The two ways in which work can fail without anyone having made a mistake in the code. */
@NullMarked
package org.lookalike.platform.failure;

import org.jspecify.annotations.NullMarked;
