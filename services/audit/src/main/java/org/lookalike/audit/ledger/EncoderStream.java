package org.lookalike.audit.ledger;

/** The vectors of one encoder on one topic: what the collections of the encoder's spaces are made of. */
public record EncoderStream(String topic, String encoderId) {}
