/** From a consumed record to a request that obeys the rules, or to the reason why it is refused. */
@NullMarked
package org.lookalike.query.request;

import org.jspecify.annotations.NullMarked;
