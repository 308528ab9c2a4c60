/** From a batch of request records to their answers: admit, resolve the query to a vector, search, reply. */
@NullMarked
package org.lookalike.query.answer;

import org.jspecify.annotations.NullMarked;
