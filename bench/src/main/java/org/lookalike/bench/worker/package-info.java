/** The programs that are compared, each a process of its own at a broker of its own. */
@NullMarked
package org.lookalike.bench.worker;

import org.jspecify.annotations.NullMarked;
