/** Commands about spaces, their clusters and alerts. */
@NullMarked
package org.lookalike.cli.spaces;

import org.jspecify.annotations.NullMarked;
