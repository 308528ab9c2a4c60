/** Brings the tasks' samples of a window together, has them fitted and publishes what came of it. */
@NullMarked
package org.lookalike.refit.merge;

import org.jspecify.annotations.NullMarked;
