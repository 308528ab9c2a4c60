package org.lookalike.lab.evaluation;

/**
 * An image that could not be evaluated.
 *
 * @param path which one
 * @param code why, for programs
 * @param reason why, for people
 */
public record LeftOut(String path, String code, String reason) {}
