/** The routes of the HTTP API. */
@NullMarked
package org.lookalike.explorer.api;

import org.jspecify.annotations.NullMarked;
