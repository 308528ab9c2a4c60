/** The parts that a system under test is made of, and clients of it. */
@NullMarked
package org.lookalike.bench.system;

import org.jspecify.annotations.NullMarked;
