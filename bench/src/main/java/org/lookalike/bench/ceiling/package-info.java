/** What the machine can do at most: inference alone, and decoding alone. */
@NullMarked
package org.lookalike.bench.ceiling;

import org.jspecify.annotations.NullMarked;
