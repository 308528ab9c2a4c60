/** Making encoder folders: the default one from published weights, int8 ones from any. */
@NullMarked
package org.lookalike.encoding.prepare;

import org.jspecify.annotations.NullMarked;
