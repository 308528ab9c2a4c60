/** The inputs of benchmarks, and the destination of their results. */
@NullMarked
package org.lookalike.bench.console;

import org.jspecify.annotations.NullMarked;
