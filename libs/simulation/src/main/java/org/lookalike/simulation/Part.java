package org.lookalike.simulation;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.util.random.RandomGenerator;

/** The kinds of part that the line makes. */
@SuppressWarnings("ImmutableEnumChecker") // Painters hold no state, as their contract says.
enum Part {
    HEX_BOLT("hex-bolt", LongParts::bolt),
    GEAR("gear", RoundParts::gear),
    WASHER("washer", RoundParts::washer),
    BALL_BEARING("ball-bearing", RoundParts::bearing),
    HEX_NUT("hex-nut", RoundParts::nut),
    SPRING("spring", LongParts::spring),
    STEPPED_SHAFT("stepped-shaft", LongParts::shaft),
    PERFORATED_PLATE("perforated-plate", FlatParts::plate),
    BRACKET("bracket", FlatParts::bracket),
    CIRCUIT_BOARD("circuit-board", FlatParts::circuitBoard);

    private final String label;
    private final PartPainter painter;

    Part(String label, PartPainter painter) {
        this.label = label;
        this.painter = painter;
    }

    String label() {
        return label;
    }

    /** Draws a unit, as {@link PartPainter} says. */
    Shape paint(Graphics2D graphics, RandomGenerator random) {
        return painter.paint(graphics, Metal.of(random), random);
    }
}
