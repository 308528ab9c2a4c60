/** The program that a newcomer starts: everything in one JVM, and the lookalike command. */
@NullMarked
package org.lookalike.cli;

import org.jspecify.annotations.NullMarked;
