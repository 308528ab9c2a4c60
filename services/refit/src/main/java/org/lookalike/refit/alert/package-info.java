/** Raises alerts about images that resemble nothing and sources that drift. */
@NullMarked
package org.lookalike.refit.alert;

import org.jspecify.annotations.NullMarked;
