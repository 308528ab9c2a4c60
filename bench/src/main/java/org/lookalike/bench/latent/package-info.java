/** Latent maths against scikit-learn, faiss and openTSNE. */
@NullMarked
package org.lookalike.bench.latent;

import org.jspecify.annotations.NullMarked;
