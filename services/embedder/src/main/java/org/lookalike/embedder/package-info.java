/** The embedder: images that arrived become vectors; those that cannot are set aside alone. */
@NullMarked
package org.lookalike.embedder;

import org.jspecify.annotations.NullMarked;
