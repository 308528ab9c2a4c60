/** Commands that compute: evaluation, maps, encoders. */
@NullMarked
package org.lookalike.lab;

import org.jspecify.annotations.NullMarked;
