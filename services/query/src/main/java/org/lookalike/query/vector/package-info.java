/** From the images, ids and features that a request brings to one vector in its space. */
@NullMarked
package org.lookalike.query.vector;

import org.jspecify.annotations.NullMarked;
