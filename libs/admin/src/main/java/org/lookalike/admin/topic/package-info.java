/** Reading topics from end to end, for commands that ask and leave. */
@NullMarked
package org.lookalike.admin.topic;

import org.jspecify.annotations.NullMarked;
