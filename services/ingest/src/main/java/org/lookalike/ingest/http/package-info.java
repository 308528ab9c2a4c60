/** The HTTP door: upload one image or many, and delete. */
@NullMarked
package org.lookalike.ingest.http;

import org.jspecify.annotations.NullMarked;
