/** A synthetic inspection line: seeded images of machine parts with known part, surface and defect. */
@NullMarked
package org.lookalike.simulation;

import org.jspecify.annotations.NullMarked;
