/** Fits a space to a sample and evaluates it; plain values in and out, no Kafka. */
@NullMarked
package org.lookalike.refit.fit;

import org.jspecify.annotations.NullMarked;
