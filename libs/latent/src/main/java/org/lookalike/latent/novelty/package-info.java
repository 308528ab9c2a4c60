/** What is unlike anything seen before, with thresholds that come from the data. */
@NullMarked
package org.lookalike.latent.novelty;

import org.jspecify.annotations.NullMarked;
