/** Maps of images: which are on them, where each lies, and the files that show it. */
@NullMarked
package org.lookalike.lab.map;

import org.jspecify.annotations.NullMarked;
