/** What whitening by neighbours, expanded queries and turned queries find, through the topics and in plain Python. */
@NullMarked
package org.lookalike.bench.retrieval;

import org.jspecify.annotations.NullMarked;
