/** The only package that sees OpenCV: native JPEG decoding that can shrink while it decodes. */
@NullMarked
package org.lookalike.imaging.decode.opencv;

import org.jspecify.annotations.NullMarked;
