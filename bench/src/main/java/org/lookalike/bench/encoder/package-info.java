/** A second encoder, so that nothing is tuned to one model. */
@NullMarked
package org.lookalike.bench.encoder;

import org.jspecify.annotations.NullMarked;
