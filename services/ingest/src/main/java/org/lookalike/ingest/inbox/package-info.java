/** The inbox topic, for cameras that publish plain images. */
@NullMarked
package org.lookalike.ingest.inbox;

import org.jspecify.annotations.NullMarked;
