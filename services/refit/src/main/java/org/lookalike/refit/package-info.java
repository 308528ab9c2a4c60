/** Refits. */
@org.jspecify.annotations.NullMarked
package org.lookalike.refit;
