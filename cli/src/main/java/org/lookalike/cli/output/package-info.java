/** What the commands print. */
@NullMarked
package org.lookalike.cli.output;

import org.jspecify.annotations.NullMarked;
