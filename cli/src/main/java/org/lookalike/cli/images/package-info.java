/** Commands about single images: where they are, what was refused, and deleting them. */
@NullMarked
package org.lookalike.cli.images;

import org.jspecify.annotations.NullMarked;
