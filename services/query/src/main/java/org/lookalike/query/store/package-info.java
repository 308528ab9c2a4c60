/** Calls of the stores on behalf of requests: what a failed call means for them, and for the service's health. */
@NullMarked
package org.lookalike.query.store;

import org.jspecify.annotations.NullMarked;
