/** Raises alarms about images that resemble nothing and sources that are not what they were. */
@NullMarked
package org.lookalike.refit.alert;

import org.jspecify.annotations.NullMarked;
