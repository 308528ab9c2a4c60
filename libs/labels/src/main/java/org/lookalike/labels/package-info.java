/** The labels that people give to images and clusters, from the topic that holds them. */
@NullMarked
package org.lookalike.labels;

import org.jspecify.annotations.NullMarked;
