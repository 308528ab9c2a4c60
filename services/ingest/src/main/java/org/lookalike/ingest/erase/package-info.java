/** Removes the bytes of deleted pictures. */
@NullMarked
package org.lookalike.ingest.erase;

import org.jspecify.annotations.NullMarked;
