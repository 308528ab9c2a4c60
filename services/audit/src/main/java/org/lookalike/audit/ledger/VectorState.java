package org.lookalike.audit.ledger;

/**
 * The latest record of an image on a topic of vectors.
 *
 * @param topic the topic
 * @param encoderId the encoder, or empty for a tombstone
 * @param offset its offset
 * @param sha256 of the bytes that it was made of; empty for a tombstone
 * @param arrivedAt when these were accepted, in milliseconds; for a tombstone when it was written
 */
public record VectorState(String topic, String encoderId, long offset, String sha256, long arrivedAt) {
    static VectorState tombstone(String topic, long offset, long at) {
        return new VectorState(topic, "", offset, "", at);
    }

    public boolean isTombstone() {
        return encoderId.isEmpty();
    }

    /** Which vectors it is compared with. */
    public EncoderStream stream() {
        return new EncoderStream(topic, encoderId);
    }
}
