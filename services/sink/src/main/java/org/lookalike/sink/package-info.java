/** The sink: writes the newest vector of each image into the collection of every space; tombstones delete them. */
@NullMarked
package org.lookalike.sink;

import org.jspecify.annotations.NullMarked;
