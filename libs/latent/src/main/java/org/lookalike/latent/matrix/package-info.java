/** Vectors and rows of numbers, and the native library and the threads that compute with them. */
@NullMarked
package org.lookalike.latent.matrix;

import org.jspecify.annotations.NullMarked;
