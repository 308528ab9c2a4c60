/** Takes images in by HTTP, from folders and from the inbox topic, stores them and announces them. */
@NullMarked
package org.lookalike.ingest;

import org.jspecify.annotations.NullMarked;
