/** From events of vectors to rows of a space's collection. */
@NullMarked
package org.lookalike.sink.place;

import org.jspecify.annotations.NullMarked;
