/** Making the folder of the default encoder from published weights. */
@NullMarked
package org.lookalike.encoding.prepare;

import org.jspecify.annotations.NullMarked;
