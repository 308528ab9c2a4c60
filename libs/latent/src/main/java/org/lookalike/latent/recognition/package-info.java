/** Which enrolled class a picture shows, if any, by thresholds calibrated on the enrolled pictures themselves. */
@NullMarked
package org.lookalike.latent.recognition;

import org.jspecify.annotations.NullMarked;
