/** Isolates the input that ends the process, or fails by a defect, from the input around it. */
@NullMarked
package org.lookalike.platform.crash;

import org.jspecify.annotations.NullMarked;
