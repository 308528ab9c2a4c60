/** The service that accounts for every picture: its configuration and its topology. */
@NullMarked
package org.lookalike.audit;

import org.jspecify.annotations.NullMarked;
