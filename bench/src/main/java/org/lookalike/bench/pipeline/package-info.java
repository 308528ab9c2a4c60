/** From a picture's publication until it is searchable: the whole stand-alone system against the sum of its parts. */
@NullMarked
package org.lookalike.bench.pipeline;

import org.jspecify.annotations.NullMarked;
