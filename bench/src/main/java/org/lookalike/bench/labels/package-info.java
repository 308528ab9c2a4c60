/** What labels achieve on real images: recognition of enrolled classes, and labels for whole clusters. */
@NullMarked
package org.lookalike.bench.labels;

import org.jspecify.annotations.NullMarked;
