package org.lookalike.intake.accept;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.ImageArrived;

/**
 * An image that lies in the store and is to be announced.
 *
 * @param event what is announced
 * @param message the event as it is sent
 */
public record Accepted(ImageArrived event, ProducerRecord<byte[], byte[]> message) {}
