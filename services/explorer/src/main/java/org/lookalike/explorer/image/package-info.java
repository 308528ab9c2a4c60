/** The pixels: thumbnails, pictures to search by, and parts of pictures. */
@NullMarked
package org.lookalike.explorer.image;

import org.jspecify.annotations.NullMarked;
