/** The HTTP API: uploads of one image or many, and deletions. */
@NullMarked
package org.lookalike.ingest.http;

import org.jspecify.annotations.NullMarked;
