package org.lookalike.latent.novelty;

/**
 * What came of comparing a source's latest vectors with its past.
 *
 * @param drifted whether this is an alarm
 * @param energyDistance how different they are: 0 for equal distributions, larger the more they differ; in units
 *     of how much the source varies along each direction
 * @param threshold what the energy distance had to exceed; it comes from the source's own past. Infinite while too
 *     little of it is known
 * @param pValue how often a random choice of the source's blocks differs as much from the others, more than 0 to 1
 * @param meanShift how far the mean has moved, in units of the past's spread (its root mean squared distance from its
 *     mean): points to lighting or the kind of parts
 * @param spreadRatio the latest vectors' spread over the past's, 1 if unchanged: points to focus, noise or variety;
 *     1 where the past has no spread
 * @param relearning whether the source is learnt anew from here, for it has drifted so often in a row that this is its
 *     new normal
 */
public record DriftComparison(
        boolean drifted,
        double energyDistance,
        double threshold,
        double pValue,
        double meanShift,
        double spreadRatio,
        boolean relearning) {}
