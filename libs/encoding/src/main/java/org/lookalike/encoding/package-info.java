/** What an encoder is: its description, its identity, and turning batches of prepared images into feature vectors. */
@NullMarked
package org.lookalike.encoding;

import org.jspecify.annotations.NullMarked;
