/** The keeper of the generations: counts them, lets them answer, and takes them away when their time is over. */
@NullMarked
package org.lookalike.sink.keep;

import org.jspecify.annotations.NullMarked;
