/** A space's images for a map: the sample, small images, and the map on its topic. */
@NullMarked
package org.lookalike.admin.map;

import org.jspecify.annotations.NullMarked;
