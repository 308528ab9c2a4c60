/** Holds the schemas of today against every released one, and against the house rules. */
@NullMarked
package org.lookalike.schemas.compatibility;

import org.jspecify.annotations.NullMarked;
