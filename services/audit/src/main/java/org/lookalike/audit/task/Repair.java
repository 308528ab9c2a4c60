package org.lookalike.audit.task;

/**
 * One record to be published.
 *
 * @param kind of the difference that it mends
 * @param action what is published
 * @param imageId the image
 * @param topic the topic
 * @param partition the partition
 * @param offset of the record to be read and published again; of the event without bytes; otherwise -1
 */
public record Repair(DifferenceKind kind, Action action, String imageId, String topic, int partition, long offset) {
    /** What is published. */
    public enum Action {
        /** The record at the offset. */
        REPUBLISH,
        TOMBSTONE,
        /** A refusal of the record at the offset. */
        QUARANTINE
    }
}
