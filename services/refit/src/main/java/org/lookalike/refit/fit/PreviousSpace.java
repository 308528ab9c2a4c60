package org.lookalike.refit.fit;

import java.util.List;
import java.util.Optional;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Which space a candidate follows: one that is active or about to be, so that its clusters are known to people. */
final class PreviousSpace {
    private PreviousSpace() {}

    /**
     * The fitted space of the stream's encoder that was defined last and is still being built; else the active space, if it
     * is of that encoder; else the fitted one that was defined last, a failed one only where there is no other.
     *
     * <p>A failed generation may still become ready: the generation controller repairs it, or finds it right when it counts
     * again. It is passed over all the same. Repair mostly takes seconds, so one that a refit meets is likely one that is
     * not repaired ({@code audit.repair=false}) or cannot be, and by following it candidates would be compared with what
     * nobody has seen. If it does become ready, only the names of clusters that began in it are lost; those from the active
     * space continue.
     */
    static Optional<Space> of(VectorStream stream, Spaces spaces) {
        List<Space> fitted = fitted(stream, spaces);
        return last(in(State.BUILDING, fitted, spaces))
                .or(() -> spaces.active().filter(space -> isOf(stream, space)))
                .or(() -> last(in(State.READY, fitted, spaces)))
                .or(() -> last(fitted));
    }

    /** Every fitted space of the stream's encoder whose collection is or shall be there. */
    static List<Space> fitted(VectorStream stream, Spaces spaces) {
        return spaces.alive().stream()
                .filter(space -> !space.isRaw() && isOf(stream, space))
                .toList();
    }

    /** The same with the raw one. */
    static List<Space> all(VectorStream stream, Spaces spaces) {
        return spaces.alive().stream().filter(space -> isOf(stream, space)).toList();
    }

    private static List<Space> in(State state, List<Space> fitted, Spaces spaces) {
        return fitted.stream()
                .filter(space -> spaces.generation(space.id()).state() == state)
                .toList();
    }

    private static Optional<Space> last(List<Space> spaces) {
        return spaces.isEmpty() ? Optional.empty() : Optional.of(spaces.get(spaces.size() - 1));
    }

    private static boolean isOf(VectorStream stream, Space space) {
        return space.encoderId().equals(stream.encoderId()) && space.encoderDimensions() == stream.dimensions();
    }
}
