/** Bringing many images in at once and following them until each is searchable or refused. */
@NullMarked
package org.lookalike.cli.indexing;

import org.jspecify.annotations.NullMarked;
