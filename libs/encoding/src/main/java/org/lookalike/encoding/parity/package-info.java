/** The proof that an encoder computes here what it computed elsewhere: golden images, references, certificates. */
@NullMarked
package org.lookalike.encoding.parity;

import org.jspecify.annotations.NullMarked;
