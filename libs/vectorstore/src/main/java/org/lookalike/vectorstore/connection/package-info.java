/** Opens the vector store that the configuration describes; whoever uses it sees the interface alone. */
@NullMarked
package org.lookalike.vectorstore.connection;

import org.jspecify.annotations.NullMarked;
