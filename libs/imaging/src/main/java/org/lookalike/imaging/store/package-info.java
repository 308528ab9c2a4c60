/** Keeps the bytes of pictures under URIs, in a folder or in an S3-compatible service. */
@NullMarked
package org.lookalike.imaging.store;

import org.jspecify.annotations.NullMarked;
