/** Reading topics from end to end, for commands that ask and leave. */
@NullMarked
package org.lookalike.standalone.topic;

import org.jspecify.annotations.NullMarked;
