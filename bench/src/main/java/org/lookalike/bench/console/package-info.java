/** What benchmarks take from outside, and where their results go. */
@NullMarked
package org.lookalike.bench.console;

import org.jspecify.annotations.NullMarked;
