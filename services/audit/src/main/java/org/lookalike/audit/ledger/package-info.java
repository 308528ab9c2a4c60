/** What is known of each image of a partition: its latest event, its vectors and its refusal. */
@NullMarked
package org.lookalike.audit.ledger;

import org.jspecify.annotations.NullMarked;
