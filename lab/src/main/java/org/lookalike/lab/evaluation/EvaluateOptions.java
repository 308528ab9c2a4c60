package org.lookalike.lab.evaluation;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.lab.figures.StratifiedSplits;
import picocli.CommandLine.Option;

/** What {@code lookalike evaluate} evaluates, and how. */
public final class EvaluateOptions {
    private static final String REPEATS = "5";

    @Option(
            names = "--set",
            paramLabel = "NAME",
            description = "Only pictures with this value in the column set of labels.csv.")
    private String set = "";

    @Option(
            names = "--classes",
            paramLabel = "NAME",
            split = ",",
            description = "Only these classes, in this order (default: all).")
    private List<String> classes = List.of();

    @Option(
            names = "--groups",
            paramLabel = "COLUMN",
            description =
                    "A column of labels.csv; pictures with the same value there, such as two of one part, are never"
                            + " divided between fit and test.")
    private String groups = "";

    @Option(
            names = "--fit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Pictures of each class to fit on (default: half).")
    private int fit;

    @Option(
            names = "--test",
            paramLabel = "N",
            defaultValue = "0",
            description = "Pictures of each class to test on at most (default: the rest).")
    private int test;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = REPEATS,
            description = "How many random splits; figures are their means (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(names = "--seed", defaultValue = "0", description = "Of all random choices (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--split",
            paramLabel = "FILE",
            description =
                    "Divide as this JSON file says, once: for each set the lists gallery (to fit on) and queries (to"
                            + " test).")
    private @Nullable Path split;

    @Option(
            names = "--representations",
            paramLabel = "NAME",
            split = ",",
            description =
                    "What to compare pictures by: pixels or features, with -pcaN for N principal components, -ldaN"
                            + " or -lda for N or all discriminants (default:"
                            + " pixels,features,features-pca64,features-lda2,features-lda3,features-lda).")
    private List<String> representations = Representation.USUAL;

    @Option(
            names = "--k",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many nearest neighbours vote (default: ${DEFAULT-VALUE}).")
    private int neighbours;

    @Option(
            names = "--shrinkage",
            defaultValue = "0.1",
            description =
                    "How far the covariance within classes is drawn towards a sphere before discriminants are found,"
                            + " 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double shrinkage;

    @Option(
            names = "--lda-pca",
            paramLabel = "N",
            description =
                    "Principal components to find discriminants among, where a representation's name gives none; 0"
                            + " finds them among all numbers (default: 256 of features, 150 of pixels).")
    private @Nullable Integer principal;

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description = "The encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "Default: one for each core.")
    private int threads;

    @Nullable
    Path encoder() {
        return encoder;
    }

    int testPerClass() {
        return test == 0 ? StratifiedSplits.REST : test;
    }

    Selection selection() {
        return new Selection(set, classes, groups);
    }

    ExperimentPlan plan() {
        require(threads >= 0, "--threads", threads);
        require(principal == null || principal >= 0, "--lda-pca", principal == null ? 0 : principal);
        Representation.DiscriminantOptions usual = Representation.DiscriminantOptions.USUAL;
        return new ExperimentPlan(
                representations.stream().map(Representation::of).toList(),
                new Representation.DiscriminantOptions(
                        shrinkage,
                        principal == null ? usual.featuresPrincipal() : principal,
                        principal == null ? usual.pixelsPrincipal() : principal),
                neighbours,
                seed,
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    }

    Evaluation.Division division() {
        require(fit >= 0, "--fit", fit);
        require(test >= 0, "--test", test);
        return new Evaluation.Division(
                new StratifiedSplits(fit, testPerClass(), repeats, seed), split, !classes.isEmpty());
    }

    private static void require(boolean holds, String option, int value) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %d, must be at least 0".formatted(option, value));
        }
    }
}
