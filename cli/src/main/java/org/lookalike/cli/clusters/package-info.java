/** Commands about clusters: listing them and giving them labels. */
@NullMarked
package org.lookalike.cli.clusters;

import org.jspecify.annotations.NullMarked;
