/** Everything that the audit does outside its tasks: reads offsets and collections, looks for bytes, publishes repairs and reports. */
@NullMarked
package org.lookalike.audit.compare;

import org.jspecify.annotations.NullMarked;
