/** How well labelled vectors tell their classes apart: splits, simple classifiers, and what is counted of them. */
@NullMarked
package org.lookalike.latent.evaluation;

import org.jspecify.annotations.NullMarked;
