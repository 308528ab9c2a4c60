/** Pictures, deletions and searches while parts of the system fail, and what must be true of the answers. */
@NullMarked
package org.lookalike.bench.chaos.traffic;

import org.jspecify.annotations.NullMarked;
