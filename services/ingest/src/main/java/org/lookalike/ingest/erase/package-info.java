/** Removes the bytes of deleted images. */
@NullMarked
package org.lookalike.ingest.erase;

import org.jspecify.annotations.NullMarked;
