/** How well labelled vectors separate their classes: splits, simple classifiers and their metrics. */
@NullMarked
package org.lookalike.lab.figures;

import org.jspecify.annotations.NullMarked;
