/** Verifies generations against their topics, activates them, and drops those that are superseded. */
@NullMarked
package org.lookalike.sink.generation;

import org.jspecify.annotations.NullMarked;
