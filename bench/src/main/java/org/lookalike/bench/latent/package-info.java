/** Latent maths against scikit-learn and faiss. */
@NullMarked
package org.lookalike.bench.latent;

import org.jspecify.annotations.NullMarked;
