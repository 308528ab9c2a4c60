/** The page where people search, look, label and watch, and the HTTP API behind it. */
@NullMarked
package org.lookalike.explorer;

import org.jspecify.annotations.NullMarked;
