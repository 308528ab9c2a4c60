/** Which system a command speaks to. */
@NullMarked
package org.lookalike.cli.system;

import org.jspecify.annotations.NullMarked;
