/** The sink: vectors go into Milvus, the newest of each image; tombstones take them out. */
@NullMarked
package org.lookalike.sink;

import org.jspecify.annotations.NullMarked;
