/** Kafka, the registry, Milvus and the services as one system that starts and ends together. */
@NullMarked
package org.lookalike.standalone.system;

import org.jspecify.annotations.NullMarked;
