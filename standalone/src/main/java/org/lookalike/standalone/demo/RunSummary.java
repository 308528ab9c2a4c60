package org.lookalike.standalone.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, for scripts.
 *
 * @param images files or images that were offered
 * @param indexed those searchable at the end, unchanged ones from an earlier run included
 * @param unchanged those found indexed already with the same bytes, and not published again
 * @param refused how many were refused
 * @param refusedByCode how many were refused, by code
 * @param refusedImages the code of each refused image, by id
 * @param indexingSeconds from the first image to the last one searchable
 * @param searches the searches that were made
 * @param retrieval figures over the classes, where the images have any
 */
public record RunSummary(
        @JsonProperty("pictures") long images,
        long indexed,
        long unchanged,
        long refused,
        Map<String, Integer> refusedByCode,
        @JsonProperty("refusedPictures") Map<String, String> refusedImages,
        double indexingSeconds,
        List<Search> searches,
        @Nullable Retrieval retrieval) {

    /**
     * One search.
     *
     * @param query the image that was searched with
     * @param latencyMs from sending the request to having the reply, in milliseconds
     * @param hits the answers, best first
     */
    public record Search(String query, double latencyMs, List<Hit> hits) {}

    /** One answer. */
    public record Hit(String imageId, float score, String uri) {}

    /**
     * How often neighbours share the class of the image that was searched with, that image itself left out.
     *
     * @param classes how many classes there are
     * @param queries how many images were searched with
     * @param precisionAt1 share of first hits of the query's class
     * @param precisionAt10 share of the first ten hits of the query's class
     * @param medianLatencyMs median of the searches' latency, in milliseconds
     */
    public record Retrieval(
            int classes, int queries, double precisionAt1, double precisionAt10, double medianLatencyMs) {}

    /** Writes it as JSON. */
    public void write(Path file) {
        try {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException("the summary cannot be written to " + file, e);
        }
    }
}
