/** What is known of all pictures that can be searched, read from the topics. */
@NullMarked
package org.lookalike.explorer.catalogue;

import org.jspecify.annotations.NullMarked;
