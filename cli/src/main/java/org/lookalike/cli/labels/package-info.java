/** Commands about labels. */
@NullMarked
package org.lookalike.cli.labels;

import org.jspecify.annotations.NullMarked;
