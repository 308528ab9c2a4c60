/** The images that are embedded: small ones from a real collection, large ones made by the bench. */
@NullMarked
package org.lookalike.bench.images;

import org.jspecify.annotations.NullMarked;
