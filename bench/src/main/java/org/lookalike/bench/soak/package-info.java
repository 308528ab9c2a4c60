/** Whether the embedder's memory stays flat over many images. */
@NullMarked
package org.lookalike.bench.soak;

import org.jspecify.annotations.NullMarked;
