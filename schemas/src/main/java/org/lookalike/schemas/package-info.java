/** What the services say to each other: the topics, their keys and values, and the codes of everything that can go wrong. */
@NullMarked
package org.lookalike.schemas;

import org.jspecify.annotations.NullMarked;
