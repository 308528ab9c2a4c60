/** Indexes the images of a folder or a ZIP archive. */
@NullMarked
package org.lookalike.intake.folder;

import org.jspecify.annotations.NullMarked;
