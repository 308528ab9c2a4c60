/** Trying refused images again. */
@NullMarked
package org.lookalike.admin.quarantine;

import org.jspecify.annotations.NullMarked;
