/** Which enrolled class an image shows, if any, by thresholds calibrated on the enrolled images themselves. */
@NullMarked
package org.lookalike.latent.recognition;

import org.jspecify.annotations.NullMarked;
