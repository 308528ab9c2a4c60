/** The query service: answers the requests on search.requests with the images that look alike. */
@NullMarked
package org.lookalike.query;

import org.jspecify.annotations.NullMarked;
