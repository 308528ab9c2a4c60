/** Keeps the bytes of images under URIs, in a folder or in an S3-compatible service. */
@NullMarked
package org.lookalike.imaging.store;

import org.jspecify.annotations.NullMarked;
