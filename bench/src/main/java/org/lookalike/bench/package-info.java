/** The bench command: measures Lookalike against the machine's ceiling and against its peers. */
@NullMarked
package org.lookalike.bench;

import org.jspecify.annotations.NullMarked;
