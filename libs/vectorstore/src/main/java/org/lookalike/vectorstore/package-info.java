/** Vectors of images, kept by image id and searched by likeness, whichever server holds them. */
@NullMarked
package org.lookalike.vectorstore;

import org.jspecify.annotations.NullMarked;
