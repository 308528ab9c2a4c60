/** The query service: answers the requests on search.requests. */
@NullMarked
package org.lookalike.query;

import org.jspecify.annotations.NullMarked;
