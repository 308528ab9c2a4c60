/** The vector store on a Milvus server; the only package that sees the SDK's types. */
@NullMarked
package org.lookalike.vectorstore.milvus;

import org.jspecify.annotations.NullMarked;
