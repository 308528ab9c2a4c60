/** The HTTP door: upload one picture or many, and delete. */
@NullMarked
package org.lookalike.ingest.http;

import org.jspecify.annotations.NullMarked;
