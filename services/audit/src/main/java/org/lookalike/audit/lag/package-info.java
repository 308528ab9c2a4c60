/** How far each stage lags behind, in time. */
@NullMarked
package org.lookalike.audit.lag;

import org.jspecify.annotations.NullMarked;
