/** Single images: where each one is, and deleting them. */
@NullMarked
package org.lookalike.admin.images;

import org.jspecify.annotations.NullMarked;
