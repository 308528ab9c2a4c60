/** Which vectors may be compared with each other, and where they lie. */
@NullMarked
package org.lookalike.vectorstore.space;

import org.jspecify.annotations.NullMarked;
