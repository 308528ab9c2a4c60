package org.lookalike.refit.fit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Neighbourhood;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * Decides whether a candidate is worth a new collection. It is if its encoder has no fitted space yet, or if it explains
 * clearly more than each one that is there, built or being built: also a space that somebody has rolled back from on
 * purpose stands against its own repetition.
 *
 * <p>Whitening by neighbours changes what lies near what, and nothing of what is explained. A candidate of a kind that was
 * asked for, and that none of those spaces is of, is therefore let through if it mostly finds what the space before finds,
 * and labels, where there are any, lose nothing.
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
     * @param others the fitted spaces of its encoder that are there
     */
    Verdict decide(EvaluatedCandidate evaluated, List<Space> others, Spaces spaces) {
        Space candidate = evaluated.space();
        double explained = evaluated.explained();
        Rows heldOut = evaluated.heldOut();
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
        if (isOfNewKind(candidate, others)) {
            return ofNewKind(candidate, explained, evaluated.agreement());
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

    /**
     * Whether it is what the settings ask for and nothing that is there is. A sample too small for what is asked for makes
     * none; and a space that learnt from labels is not given up for one that knows none.
     */
    private boolean isOfNewKind(Space candidate, List<Space> others) {
        Optional<Neighbourhood> kind = neighbourhood(candidate);
        return kind.equals(config.neighbourhood())
                && others.stream()
                        .noneMatch(other ->
                                other.isAdapted() || neighbourhood(other).equals(kind));
    }

    private Verdict ofNewKind(Space candidate, double explained, Agreement agreement) {
        NeighbourConfig limits = config.neighbours();
        String kind = neighbourhood(candidate)
                .map(found -> text(
                        "whitened by %d neighbours with shrinkage %s, as no space of its encoder is",
                        found.neighbours(), found.shrinkage()))
                .orElse("not whitened by neighbours, as all spaces of its encoder are");
        String figures = text("%s; explains %.4f of the variance", kind, explained);
        Double overlap = agreement.overlapAt10();
        if (overlap != null) {
            boolean enough = overlap >= limits.minimumOverlap();
            figures += text(
                    ", has %.4f of the ten nearest in common with the space before: %s the minimum of %.4f",
                    overlap, enough ? "at least" : "below", limits.minimumOverlap());
            if (!enough) {
                return new Verdict(false, figures);
            }
        }
        Double precision = agreement.precisionAt10();
        Double before = agreement.previousPrecisionAt10();
        if (precision == null || before == null) {
            return new Verdict(true, figures);
        }
        boolean precise = precision >= before - limits.tolerance();
        return new Verdict(
                precise,
                figures
                        + text(
                                "; precision of labelled pictures among them %.4f, before %.4f: it may lose %.4f",
                                precision, before, limits.tolerance()));
    }

    private static Optional<Neighbourhood> neighbourhood(Space space) {
        return space.projection().flatMap(LinearProjection::neighbourhood);
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
