/** The service that refits the spaces: its configuration and its topology. */
@NullMarked
package org.lookalike.refit;

import org.jspecify.annotations.NullMarked;
