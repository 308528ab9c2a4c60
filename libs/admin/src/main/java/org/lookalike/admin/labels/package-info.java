/** What images and clusters are called, for the commands: read from files and topics, and told. */
@NullMarked
package org.lookalike.admin.labels;

import org.jspecify.annotations.NullMarked;
