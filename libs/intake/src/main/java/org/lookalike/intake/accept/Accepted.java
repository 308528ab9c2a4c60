package org.lookalike.intake.accept;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.ImageArrived;

/**
 * An image whose bytes are stored and whose event is to be published.
 *
 * @param event the event
 * @param message the record of the event
 */
public record Accepted(ImageArrived event, ProducerRecord<byte[], byte[]> message) {}
