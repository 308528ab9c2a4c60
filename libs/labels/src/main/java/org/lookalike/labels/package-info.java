/** What images and clusters are called: the labels that people gave, from the topic that holds them. */
@NullMarked
package org.lookalike.labels;

import org.jspecify.annotations.NullMarked;
