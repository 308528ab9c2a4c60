/** What a partition's task does with its ledger, slice by slice. */
@NullMarked
package org.lookalike.audit.task;

import org.jspecify.annotations.NullMarked;
