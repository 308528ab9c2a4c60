/** Commands that search. */
@NullMarked
package org.lookalike.cli.search;

import org.jspecify.annotations.NullMarked;
