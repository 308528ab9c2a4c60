/** What is known of spaces, generations, refits and clusters, read from the topics for one command, and decisions on them. */
@NullMarked
package org.lookalike.admin.spaces;

import org.jspecify.annotations.NullMarked;
