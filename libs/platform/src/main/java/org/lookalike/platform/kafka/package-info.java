/** The Kafka clients as every service uses them: connections, the consume loop, the topics. */
@NullMarked
package org.lookalike.platform.kafka;

import org.jspecify.annotations.NullMarked;
