/** Which request is worked on next: classes of cost with threads of their own, and fair shares of the clients. */
@NullMarked
package org.lookalike.query.admission;

import org.jspecify.annotations.NullMarked;
