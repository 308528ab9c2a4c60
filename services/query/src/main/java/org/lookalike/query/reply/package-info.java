/** Where an answer goes and how it becomes a record. */
@NullMarked
package org.lookalike.query.reply;

import org.jspecify.annotations.NullMarked;
