/** What the task of a partition keeps: samples of windows and of all time, and the vectors of labelled images. */
@NullMarked
package org.lookalike.refit.sample;

import org.jspecify.annotations.NullMarked;
