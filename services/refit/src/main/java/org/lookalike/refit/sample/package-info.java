/** Windows of vectors, and the samples that each task keeps of them. */
@NullMarked
package org.lookalike.refit.sample;

import org.jspecify.annotations.NullMarked;
