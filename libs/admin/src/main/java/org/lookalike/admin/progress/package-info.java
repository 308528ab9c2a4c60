/** How far the images are on their way, as seen on the topics. */
@NullMarked
package org.lookalike.admin.progress;

import org.jspecify.annotations.NullMarked;
