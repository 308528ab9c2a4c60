/** How long an image takes from its event to its vector. */
@NullMarked
package org.lookalike.bench.latency;

import org.jspecify.annotations.NullMarked;
