package org.lookalike.refit.fit;

import java.util.List;
import java.util.Locale;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * Decides whether a candidate is worth a new collection. It is if its encoder has no fitted space yet, or if it explains
 * clearly more than each one that is there, built or being built: also a space that somebody has rolled back from on
 * purpose stands against its own repetition.
 */
final class Gate {
    private final FitConfig config;

    Gate(FitConfig config) {
        this.config = config;
    }

    /**
     * What was decided.
     *
     * @param proposed whether the candidate is proposed
     * @param reason why, with the figures
     */
    record Verdict(boolean proposed, String reason) {}

    /**
     * @param explained the share of the held-out images' variance that the candidate explains
     * @param heldOut images that took no part in its fit
     * @param others the fitted spaces of its encoder that are there
     */
    Verdict decide(Space candidate, double explained, Rows heldOut, List<Space> others, Spaces spaces) {
        if (spaces.find(candidate.id()).isPresent()) {
            return new Verdict(false, "unchanged: space %s is known already".formatted(candidate.id()));
        }
        if (others.isEmpty()) {
            String active = spaces.active()
                    .filter(space -> !space.encoderId().equals(candidate.encoderId()))
                    .map(space -> ", the active space %s is of encoder %s".formatted(space.id(), space.encoderId()))
                    .orElse("");
            return new Verdict(
                    true,
                    text(
                            "no fitted space of encoder %s yet%s; explains %.4f of the variance",
                            candidate.encoderId(), active, explained));
        }
        Space strongest = others.get(0);
        double bestExplained = -1;
        for (Space other : others) {
            double share = ExplainedShare.of(other.projection().orElseThrow(), heldOut);
            if (share > bestExplained) {
                bestExplained = share;
                strongest = other;
            }
        }
        if (config.dimensions().share() == 1
                && others.stream()
                        .allMatch(
                                other -> components(other) > config.dimensions().max())) {
            return new Verdict(
                    true,
                    text(
                            "fewer dimensions were asked for: %d instead of %d; explains %.4f of the variance",
                            candidate.dimensions(), components(strongest), explained));
        }
        double gain = explained - bestExplained;
        boolean clearly = gain >= config.minimumGain() && gain > 0;
        State state = spaces.generation(strongest.id()).state();
        return new Verdict(
                clearly,
                text(
                        "explains %.4f of the variance, space %s (%s) %.4f: a gain of %.4f is %s the minimum of %.4f",
                        explained,
                        strongest.id(),
                        state.name().toLowerCase(Locale.ROOT),
                        bestExplained,
                        gain,
                        clearly ? "at least" : "below",
                        config.minimumGain()));
    }

    /** Principal ones: directions that tell classes apart come on top of the number asked for. */
    private static int components(Space space) {
        return space.dimensions()
                - space.projection().map(LinearProjection::discriminant).orElse(0);
    }

    @com.google.errorprone.annotations.FormatMethod
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
