/** What a run did, for a person and for a script. */
@NullMarked
package org.lookalike.standalone.report;

import org.jspecify.annotations.NullMarked;
