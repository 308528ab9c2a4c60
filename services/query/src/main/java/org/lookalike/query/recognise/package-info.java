/** What is this? The classes that labelled images enrol, and verdicts by them. */
@NullMarked
package org.lookalike.query.recognise;

import org.jspecify.annotations.NullMarked;
