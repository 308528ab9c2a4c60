/** The ways in for deletions, and the partition on which they take effect. */
@NullMarked
package org.lookalike.ingest.delete;

import org.jspecify.annotations.NullMarked;
