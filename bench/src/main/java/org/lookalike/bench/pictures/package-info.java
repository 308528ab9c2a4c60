/** The pictures that are embedded: small ones from a real collection, large ones made by the bench. */
@NullMarked
package org.lookalike.bench.pictures;

import org.jspecify.annotations.NullMarked;
