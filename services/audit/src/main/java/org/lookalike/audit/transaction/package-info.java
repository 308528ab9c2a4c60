/** Transactions that a broker left open. */
@NullMarked
package org.lookalike.audit.transaction;

import org.jspecify.annotations.NullMarked;
