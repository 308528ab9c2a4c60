/** What samples for fits cost: a scan of all vectors against the state that the refit service keeps. */
@NullMarked
package org.lookalike.bench.refit;

import org.jspecify.annotations.NullMarked;
