/** What every Kafka Streams application of the system needs: its run, its state's folder and memory, and its topics. */
@NullMarked
package org.lookalike.streams;

import org.jspecify.annotations.NullMarked;
