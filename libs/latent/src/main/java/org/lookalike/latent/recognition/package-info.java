/** Open-set recognition: which enrolled class an image shows, if any, by thresholds calibrated on the enrolled images. */
@NullMarked
package org.lookalike.latent.recognition;

import org.jspecify.annotations.NullMarked;
