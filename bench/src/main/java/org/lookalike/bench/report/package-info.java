/** Results as a table, as JSON and as a plot. */
@NullMarked
package org.lookalike.bench.report;

import org.jspecify.annotations.NullMarked;
