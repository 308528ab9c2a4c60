/** What every HTTP server here does against slow and oversized requests. */
@NullMarked
package org.lookalike.http;

import org.jspecify.annotations.NullMarked;
