/** Writing what is known of images and clusters to files that other programs read. */
@NullMarked
package org.lookalike.cli.export;

import org.jspecify.annotations.NullMarked;
