/** Takes in files that appear in watched folders. */
@NullMarked
package org.lookalike.ingest.watch;

import org.jspecify.annotations.NullMarked;
