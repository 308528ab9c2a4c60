/** Pictures on the map as columns of numbers. */
@NullMarked
package org.lookalike.explorer.map;

import org.jspecify.annotations.NullMarked;
