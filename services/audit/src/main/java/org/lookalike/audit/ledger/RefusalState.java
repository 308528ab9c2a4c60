package org.lookalike.audit.ledger;

/**
 * The latest refusal of an image's record.
 *
 * @param stage the stage that refused it
 * @param code the error code
 * @param topic the refused record's topic
 * @param offset its offset
 */
public record RefusalState(String stage, String code, String topic, long offset) {}
