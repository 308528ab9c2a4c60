/** The command that shows, checks and creates topics. */
@NullMarked
package org.lookalike.cli.topics;

import org.jspecify.annotations.NullMarked;
