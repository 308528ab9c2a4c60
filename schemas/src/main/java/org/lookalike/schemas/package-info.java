/** The contract between the services: topics, keys, values, headers and error codes. */
@NullMarked
package org.lookalike.schemas;

import org.jspecify.annotations.NullMarked;
