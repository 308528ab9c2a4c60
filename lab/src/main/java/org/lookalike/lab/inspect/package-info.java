/** What is seen of a picture file. */
@NullMarked
package org.lookalike.lab.inspect;

import org.jspecify.annotations.NullMarked;
