/** Milvus Lite and the full Milvus server, as child processes. */
@NullMarked
package org.lookalike.embedded.milvus;

import org.jspecify.annotations.NullMarked;
