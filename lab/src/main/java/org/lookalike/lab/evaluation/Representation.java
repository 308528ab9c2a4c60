package org.lookalike.lab.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lookalike.lab.figures.Transformation;

/**
 * A kind of vector to compare images by, named {@code pixels} or {@code features}, with {@code -pcaN} for N principal
 * components and {@code -ldaN} or {@code -lda} for N or all discriminant axes.
 *
 * @param name as the user gives it
 * @param base what it starts from
 * @param principal how many principal components, or 0 for the usual
 * @param discriminant how many discriminant axes, or 0 for none
 */
public record Representation(String name, Base base, int principal, int discriminant) {
    /** What is evaluated unless anything else is asked for. */
    public static final List<String> USUAL =
            List.of("pixels", "features", "features-pca64", "features-lda2", "features-lda3", "features-lda");

    private static final Pattern NAME = Pattern.compile("(pixels|features)(?:-pca(\\d{1,5}))?(?:-lda(\\d{1,4})?)?");
    private static final int ALL = Integer.MAX_VALUE;

    /** What vectors start from. */
    public enum Base {
        /** The colours of the image, squashed to 32 × 32 pixels. */
        PIXELS,
        /** The encoder's features. */
        FEATURES
    }

    /**
     * How discriminant axes are found.
     *
     * @param shrinkage of the covariance within classes, 0 to 1
     * @param featuresPrincipal principal components before them, of features, where the representation names none; 0 for
     *     no such step
     * @param pixelsPrincipal the same of pixels
     */
    public record DiscriminantOptions(double shrinkage, int featuresPrincipal, int pixelsPrincipal) {
        /** What the reference figures were made with, as far as they tell. */
        public static final DiscriminantOptions USUAL = new DiscriminantOptions(.1, 256, 150);
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Representation of(String name) {
        Matcher matcher = NAME.matcher(name.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "%s is no representation: it must be pixels or features, with -pcaN, -ldaN or -lda behind it"
                            .formatted(name));
        }
        String principal = matcher.group(2);
        String discriminant = matcher.group(3);
        boolean ends = matcher.group().endsWith("-lda");
        Representation named = new Representation(
                matcher.group(),
                Base.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                principal == null ? 0 : Integer.parseInt(principal),
                discriminant == null ? (ends ? ALL : 0) : Integer.parseInt(discriminant));
        if ((principal != null && named.principal == 0) || (discriminant != null && named.discriminant == 0)) {
            throw new IllegalArgumentException("%s has 0 axes, must be at least 1".formatted(name));
        }
        return named;
    }

    /**
     * What it makes of its base. Pixels are centred, features scaled to length 1 before anything is fitted to them; plain
     * features stay as the encoder gives them.
     */
    Transformation transformation(DiscriminantOptions options) {
        int usual = base == Base.PIXELS ? options.pixelsPrincipal() : options.featuresPrincipal();
        return new Transformation(
                isProjected() && base == Base.FEATURES,
                base == Base.PIXELS,
                principal == 0 && discriminant > 0 ? usual : principal,
                discriminant,
                options.shrinkage());
    }

    /** Whether anything is fitted. */
    boolean isProjected() {
        return principal > 0 || discriminant > 0;
    }

    /** Whether it is the encoder's features as they are, which are clustered by their directions. */
    boolean isPlainFeatures() {
        return base == Base.FEATURES && !isProjected();
    }
}
