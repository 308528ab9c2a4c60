/** What can be asked of lookalike on the command line, a class per command. */
@NullMarked
package org.lookalike.standalone.command;

import org.jspecify.annotations.NullMarked;
