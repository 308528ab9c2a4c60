/** The Kafka door for cameras that publish plain pictures. */
@NullMarked
package org.lookalike.ingest.inbox;

import org.jspecify.annotations.NullMarked;
