/** Erases the bytes of deleted and of superseded images. */
@NullMarked
package org.lookalike.audit.erase;

import org.jspecify.annotations.NullMarked;
