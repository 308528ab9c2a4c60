package org.lookalike.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a search.
 *
 * @param hits the most similar images, best first; for a question about a cluster, those to label
 * @param space the id of the space that was searched: scores, clusters and their distances are this space's, and are
 *     comparable with those of answers from the same space only
 * @param timings where the service spent its time
 * @param verdict what the query image is; null where that was not asked
 * @param clusterAnswer what may be said of a whole cluster; null where no cluster was asked about
 * @param place where the query image lies on the map; null where that was not asked, or no neighbour is on a map
 * @param expanded whether hits are in the order of the query and its two nearest together; their scores, the cosines with
 *     the query itself, then need not fall from hit to hit
 */
public record SearchResult(
        List<Hit> hits,
        String space,
        Timings timings,
        @Nullable Verdict verdict,
        @Nullable ClusterAnswer clusterAnswer,
        @Nullable Place place,
        boolean expanded) {
    public SearchResult {
        hits = List.copyOf(hits);
    }

    /**
     * A place on the map that was published last.
     *
     * @param mapId the map
     * @param x to the right, in the map's own unit
     * @param y upwards
     * @param neighbours how many images on the map decided
     */
    public record Place(String mapId, float x, float y, int neighbours) {}

    /**
     * One similar image.
     *
     * @param imageId its image id
     * @param score cosine similarity, -1 to 1; 1 is the same direction
     * @param uri where the image lies in the image store
     * @param source which camera, line or folder published it
     * @param time when it was taken or, where that is not known, when it arrived
     * @param attributes the publisher's key-value pairs
     * @param cluster the cluster of the space that it belongs to; empty where the space has none
     * @param clusterDistance Euclidean distance from its vector, at length 1, to that cluster's centre, 0 to 2; 0 where
     *     there is none
     * @param label its label, its own or its cluster's; null if neither has one
     * @param labelBasis OWN where somebody labelled the image itself, CLUSTER where its cluster, empty without a label
     * @param role in the result of a question about a cluster: CENTRE, MIDDLE or EDGE, drawn at random from
     *     that part, so that the bound rests on it; DOUBTFUL, it may not belong there; OUTLIER, to be checked after
     *     the answers. Empty in a search
     * @param duplicates ids of the images of the same burst that this hit stands for
     * @param rotation by how many degrees the query image was turned clockwise for the score; 0 unless rotations were asked
     */
    public record Hit(
            String imageId,
            float score,
            String uri,
            String source,
            Instant time,
            Map<String, String> attributes,
            String cluster,
            float clusterDistance,
            @Nullable String label,
            String labelBasis,
            String role,
            List<String> duplicates,
            int rotation) {
        public Hit {
            attributes = Map.copyOf(attributes);
            duplicates = List.copyOf(duplicates);
        }
    }

    /**
     * What the query image is, and what that rests on. Scores are comparable with the thresholds beside them only.
     *
     * @param kind MATCH: of the class named. UNSURE: a person should look. NOVEL: of no enrolled class. A newer service
     *     may have more kinds
     * @param label the class with the best score, also where the kind is not MATCH; null where no class is enrolled
     * @param score how well it fits
     * @param nearestImageId the enrolled image of that class which is most like the query; null without a class
     * @param runnerUp the class with the second best score; null where there is none
     * @param runnerUpScore how well that one fits; null where there is none
     * @param matchThreshold from this score on it is a MATCH; null where none could be calibrated
     * @param noveltyThreshold below this score it is NOVEL; null where none could be calibrated
     * @param falseMatchRate the rate for which the match threshold was chosen
     * @param classes how many classes are enrolled in the space
     * @param templates how many enrolled images the class has
     * @param impostors how many held-out scores of other classes' images the match threshold rests on
     * @param genuine how many held-out scores of their own class's images the novelty threshold rests on
     * @param reason one sentence for a person
     */
    public record Verdict(
            String kind,
            @Nullable String label,
            double score,
            @Nullable String nearestImageId,
            @Nullable String runnerUp,
            @Nullable Double runnerUpScore,
            @Nullable Double matchThreshold,
            @Nullable Double noveltyThreshold,
            double falseMatchRate,
            int classes,
            int templates,
            int impostors,
            int genuine,
            String reason) {}

    /**
     * What is known of a whole cluster after an audit of a few of its images.
     *
     * @param clusterId the cluster
     * @param members how many images it has
     * @param label the most frequent label; null before there are answers, or if two are equally frequent
     * @param looked ids of the images that the bound rests on
     * @param agreed how many of them have that label
     * @param purityBound lower bound on the share of the cluster with that label, 0 to 1, at the stated confidence
     * @param confidence the confidence level of the bound
     */
    public record ClusterAnswer(
            String clusterId,
            long members,
            @Nullable String label,
            List<String> looked,
            int agreed,
            double purityBound,
            double confidence) {
        public ClusterAnswer {
            looked = List.copyOf(looked);
        }
    }

    /**
     * Where the service spent its time.
     *
     * @param queued from the request's timestamp until the service took it up
     * @param encode decoding and encoding the query image; zero where there was none
     * @param search waiting for the vector store
     * @param total from taking the request up until the reply was handed to the producer
     */
    public record Timings(Duration queued, Duration encode, Duration search, Duration total) {}
}
