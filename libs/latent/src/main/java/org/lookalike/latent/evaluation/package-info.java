/** How well labelled vectors separate their classes: splits, simple classifiers and their metrics. */
@NullMarked
package org.lookalike.latent.evaluation;

import org.jspecify.annotations.NullMarked;
