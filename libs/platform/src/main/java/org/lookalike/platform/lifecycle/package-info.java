/** Starting a service, keeping it up, and ending it in the right order. */
@NullMarked
package org.lookalike.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
