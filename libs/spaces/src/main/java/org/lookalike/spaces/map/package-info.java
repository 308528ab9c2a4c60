/** The map of all images that was published last. */
@NullMarked
package org.lookalike.spaces.map;

import org.jspecify.annotations.NullMarked;
