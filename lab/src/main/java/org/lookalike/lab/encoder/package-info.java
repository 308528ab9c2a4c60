/** Commands that make, check and certify encoders. */
@NullMarked
package org.lookalike.lab.encoder;

import org.jspecify.annotations.NullMarked;
