package org.lookalike.lab.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that an evaluation found, as JSON for programs.
 *
 * @param source the folder or archive
 * @param set the set that was chosen, or empty
 * @param encoder the encoder's identity, or empty where none was used
 * @param split how images were divided, for people
 * @param repeats how many splits there were
 * @param seed of the random choices
 * @param neighbours k of the nearest neighbours
 * @param shrinkage of discriminant analyses
 * @param classes with how many images, in the order of the confusion matrices
 * @param images how many were evaluated
 * @param leftOut those that could not be read
 * @param representations what each gave
 */
public record EvaluationReport(
        String source,
        String set,
        String encoder,
        String split,
        int repeats,
        long seed,
        int neighbours,
        double shrinkage,
        List<ClassSize> classes,
        @JsonProperty("pictures") int images,
        List<LeftOut> leftOut,
        List<RepresentationReport> representations) {
    public EvaluationReport {
        classes = List.copyOf(classes);
        leftOut = List.copyOf(leftOut);
        representations = List.copyOf(representations);
    }

    /**
     * One class.
     *
     * @param name of the class
     * @param images how many it has
     * @param fit how many of them the first repeat fits on
     * @param test how many it tests
     */
    public record ClassSize(String name, int images, int fit, int test) {}

    /** Writes it as JSON. */
    public void write(Path file) {
        try {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException("the evaluation cannot be written to " + file, e);
        }
    }
}
