/** Merges the samples of all partitions, has spaces fitted to them and publishes the results. */
@NullMarked
package org.lookalike.refit.merge;

import org.jspecify.annotations.NullMarked;
