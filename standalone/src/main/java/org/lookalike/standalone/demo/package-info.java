/** What a run did, for a person and for a script. */
@NullMarked
package org.lookalike.standalone.demo;

import org.jspecify.annotations.NullMarked;
