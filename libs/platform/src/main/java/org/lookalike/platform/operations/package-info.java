/** What an operator sees of a service: metrics, liveness and readiness. */
@NullMarked
package org.lookalike.platform.operations;

import org.jspecify.annotations.NullMarked;
