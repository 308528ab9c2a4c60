/** Novelty and drift detection, with thresholds calibrated on the data. */
@NullMarked
package org.lookalike.latent.novelty;

import org.jspecify.annotations.NullMarked;
