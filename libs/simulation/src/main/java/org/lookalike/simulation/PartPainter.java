package org.lookalike.simulation;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.util.random.RandomGenerator;

/** Draws one unit of a kind of part. Painters hold no state, so threads may share them. */
@FunctionalInterface
interface PartPainter {

    /**
     * Draws a unit around the origin, within about 100 units in each direction, lit from above.
     *
     * @param graphics a transparent canvas with antialiasing; the painter may change its paint and stroke
     * @param metal the material of the unit
     * @param random where the unit gets its proportions from
     * @return the outer outline of what was drawn, on which defects are placed
     */
    Shape paint(Graphics2D graphics, Metal metal, RandomGenerator random);
}
