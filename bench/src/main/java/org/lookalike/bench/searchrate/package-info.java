/** How many searches a second are answered through the topics, beside a plain loop of the Milvus SDK. */
@NullMarked
package org.lookalike.bench.searchrate;

import org.jspecify.annotations.NullMarked;
