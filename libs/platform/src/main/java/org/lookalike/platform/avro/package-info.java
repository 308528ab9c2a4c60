/** Records to bytes and back through the schema registry. */
@NullMarked
package org.lookalike.platform.avro;

import org.jspecify.annotations.NullMarked;
