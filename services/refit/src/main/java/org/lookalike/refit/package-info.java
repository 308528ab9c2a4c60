/** The service that keeps refitting the spaces: how it is told what to do, and how its topology is put together. */
@NullMarked
package org.lookalike.refit;

import org.jspecify.annotations.NullMarked;
