/** Whether the embedder's memory stays flat over many pictures. */
@NullMarked
package org.lookalike.bench.soak;

import org.jspecify.annotations.NullMarked;
