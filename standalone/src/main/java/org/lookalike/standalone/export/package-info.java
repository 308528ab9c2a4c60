/** Writing what is known of images and clusters to files that other programs read. */
@NullMarked
package org.lookalike.standalone.export;

import org.jspecify.annotations.NullMarked;
