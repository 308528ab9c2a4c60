/** The server: who may ask, how often, and what is answered when something fails. */
@NullMarked
package org.lookalike.explorer.web;

import org.jspecify.annotations.NullMarked;
