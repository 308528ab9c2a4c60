/** Evaluates labelled images without a running system: what tells their classes apart, and how well. */
@NullMarked
package org.lookalike.lab.evaluation;

import org.jspecify.annotations.NullMarked;
