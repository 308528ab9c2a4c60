/** What tests print: the warnings and errors that nobody expected, and no others. */
@NullMarked
package org.lookalike.testkit.log;

import org.jspecify.annotations.NullMarked;
