/** Opens generations, publishes what the audit finds of them, activates them, and drops those that are superseded. */
@NullMarked
package org.lookalike.sink.generation;

import org.jspecify.annotations.NullMarked;
