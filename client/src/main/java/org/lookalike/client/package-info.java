/** Searching from an application, over Kafka: {@link org.lookalike.client.SearchClient}. */
@NullMarked
package org.lookalike.client;

import org.jspecify.annotations.NullMarked;
