/** How quickly generations are built beside live work. */
@NullMarked
package org.lookalike.sink.pace;

import org.jspecify.annotations.NullMarked;
