/** What measurements are made of: spreads, ceilings, and the machine they were taken on. */
@NullMarked
package org.lookalike.bench.measure;

import org.jspecify.annotations.NullMarked;
