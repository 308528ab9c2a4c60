/** How long a picture takes from its event to its vector. */
@NullMarked
package org.lookalike.bench.latency;

import org.jspecify.annotations.NullMarked;
