package org.lookalike.spaces;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.neighbours.Nearest;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;

/**
 * A latent space: an encoder's features, projected and scaled to length 1, with its clusters. Only vectors of one space are
 * ever compared, so each has a collection of its own.
 *
 * <p>Its id is a hash of its content, so that two spaces with the same id are the same, whoever made them, and whoever writes
 * vectors and whoever searches them agree without asking each other. Immutable and thread-safe.
 *
 * <p>Its collection can be lost and built anew; each such collection is an incarnation, with a name and a consumer group of its
 * own. {@link Spaces} hands out every space in its present incarnation; two incarnations of one space are equal.
 */
public final class Space {
    private static final String COLLECTION_PREFIX = "images_";
    private static final int ID_LENGTH = 12;
    /** Checked, because every encoder gets a collection: invalid ids must not fill the store with them. */
    private static final Pattern ENCODER_ID = Pattern.compile("[0-9a-f]{16}");

    private static final Pattern INCARNATION = Pattern.compile("[0-9a-f]{0,16}");

    private static final int MAX_DIMENSIONS = 32_768;

    private final String id;
    private final String encoderId;
    private final int encoderDimensions;
    private final String vectorsTopic;
    private final @Nullable LinearProjection projection;
    private final List<Cluster> clusters;
    /** Those of the clusters, in their order. */
    private final Rows centres;

    private final @Nullable Novelty novelty;
    private final String incarnation;

    private Space(
            String id,
            String encoderId,
            int encoderDimensions,
            String vectorsTopic,
            @Nullable LinearProjection projection,
            List<Cluster> clusters,
            @Nullable Novelty novelty,
            String incarnation) {
        this.id = id;
        this.encoderId = encoderId;
        this.encoderDimensions = encoderDimensions;
        this.vectorsTopic = vectorsTopic;
        this.projection = projection;
        this.clusters = clusters;
        this.centres = clusters.isEmpty()
                ? Rows.of(new float[0], encoderDimensions)
                : Rows.copyOf(clusters.stream().map(Cluster::centre).toList());
        this.novelty = novelty;
        this.incarnation = incarnation;
    }

    /** The space before any refit, from the topic {@code vectors}; see {@link #raw(String, int, String)}. */
    public static Space raw(String encoderId, int dimensions) {
        return raw(encoderId, dimensions, Topics.VECTORS.name());
    }

    /**
     * The space before any refit: the encoder's own features at length 1. Its id is the first 12 hexadecimal digits of
     * the SHA-256 of {@code raw-l2:} and the encoder's id, in UTF-8.
     *
     * @param encoderId the encoder's id, 16 hexadecimal digits
     * @param dimensions the encoder's dimensions
     * @param vectorsTopic the topic that holds its features
     */
    public static Space raw(String encoderId, int dimensions, String vectorsTopic) {
        requireEncoder(encoderId, dimensions, vectorsTopic);
        String id = Sha256.of("raw-l2:" + encoderId).substring(0, ID_LENGTH);
        return new Space(id, encoderId, dimensions, vectorsTopic, null, List.of(), null, "");
    }

    /**
     * A space that a refit made. Its id is the first 12 hexadecimal digits of the SHA-256 of {@code fitted-l2:}, the
     * encoder's id, mean and basis of the projection, and each cluster's id and centre; floats in 4 bytes, little endian.
     *
     * @param encoderId the encoder's id, 16 hexadecimal digits
     * @param vectorsTopic the topic that holds its features
     * @param projection from the encoder's features
     * @param clusters in any order, each id once, with centres of as many coordinates as the projection has; may be empty
     * @param novelty null where it could not be calibrated
     * @throws IllegalArgumentException if a part breaks these rules
     */
    public static Space fitted(
            String encoderId,
            String vectorsTopic,
            LinearProjection projection,
            List<Cluster> clusters,
            @Nullable Novelty novelty) {
        requireEncoder(encoderId, projection.features(), vectorsTopic);
        if (projection.dimensions() < 2) {
            throw new IllegalArgumentException(
                    "a space has %d dimensions, must be at least 2".formatted(projection.dimensions()));
        }
        Set<String> ids = new HashSet<>();
        for (Cluster cluster : clusters) {
            if (cluster.centre().length != projection.dimensions() || !ids.add(cluster.id())) {
                throw new IllegalArgumentException("cluster %s has %d coordinates in a space of %d, or comes twice"
                        .formatted(cluster.id(), cluster.centre().length, projection.dimensions()));
            }
        }
        List<Cluster> copy = List.copyOf(clusters);
        return new Space(
                contentId(encoderId, projection, copy),
                encoderId,
                projection.features(),
                vectorsTopic,
                projection,
                copy,
                novelty,
                "");
    }

    /** The same space without some images among its clusters' examples. */
    public Space withoutExamples(Set<String> imageIds) {
        List<Cluster> without = clusters.stream()
                .map(cluster -> cluster.withoutExamples(imageIds))
                .toList();
        return without.equals(clusters)
                ? this
                : new Space(id, encoderId, encoderDimensions, vectorsTopic, projection, without, novelty, incarnation);
    }

    /**
     * The same space with another incarnation of its collection.
     *
     * @param other up to 16 lower-case hexadecimal digits; empty where no collection has been made yet
     */
    public Space inIncarnation(String other) {
        return other.equals(incarnation)
                ? this
                : new Space(
                        id,
                        encoderId,
                        encoderDimensions,
                        vectorsTopic,
                        projection,
                        clusters,
                        novelty,
                        requireIncarnation(other));
    }

    private static String requireIncarnation(String incarnation) {
        if (!INCARNATION.matcher(incarnation).matches()) {
            throw new IllegalArgumentException(
                    "incarnation is '%s', must be up to 16 lower-case hexadecimal digits".formatted(incarnation));
        }
        return incarnation;
    }

    /** Whether a collection of the store is that of a space. */
    public static boolean isCollection(String name) {
        return name.startsWith(COLLECTION_PREFIX);
    }

    /** 12 lower-case hexadecimal digits. */
    public String id() {
        return id;
    }

    public String encoderId() {
        return encoderId;
    }

    /** The number of features of an image. */
    public int encoderDimensions() {
        return encoderDimensions;
    }

    /** The topic from which the space's collection is built. */
    public String vectorsTopic() {
        return vectorsTopic;
    }

    /** How many coordinates a vector of the space has. */
    public int dimensions() {
        return projection == null ? encoderDimensions : projection.dimensions();
    }

    /** Which of its collections this is; empty where none has been made yet. */
    public String incarnation() {
        return incarnation;
    }

    /** The collection that holds the space's vectors. */
    public String collection() {
        return incarnation.isEmpty() ? COLLECTION_PREFIX + id : COLLECTION_PREFIX + id + "_" + incarnation;
    }

    /** Whether a collection of the store is one of this space's, of whichever incarnation. */
    public boolean isCollectionOfThis(String name) {
        return name.equals(COLLECTION_PREFIX + id) || name.startsWith(COLLECTION_PREFIX + id + "_");
    }

    /** The consumer group that fills the collection. */
    public String group(String prefix) {
        return incarnation.isEmpty() ? prefix + "-" + id : prefix + "-" + id + "-" + incarnation;
    }

    /** Whether a consumer group fills, or filled, a collection of this space, of whichever incarnation. */
    public boolean isGroupOfThis(String group, String prefix) {
        return group.equals(prefix + "-" + id) || group.startsWith(prefix + "-" + id + "-");
    }

    /** Whether vectors are the encoder's features, unprojected. */
    public boolean isRaw() {
        return projection == null;
    }

    /** What its coordinates are. */
    public SpaceKind kind() {
        if (projection == null) {
            return SpaceKind.RAW;
        }
        if (isAdapted()) {
            return SpaceKind.LABELS;
        }
        return projection.neighbourhood().isPresent() ? SpaceKind.NEIGHBOURS : SpaceKind.PRINCIPAL;
    }

    /** Whether its projection was fitted with labels. */
    public boolean isAdapted() {
        return projection != null && projection.discriminant() > 0;
    }

    public Optional<LinearProjection> projection() {
        return Optional.ofNullable(projection);
    }

    public List<Cluster> clusters() {
        return clusters;
    }

    /** The clusters' centres, in the order of {@link #clusters}. */
    public Rows centres() {
        return centres;
    }

    public Optional<Novelty> novelty() {
        return Optional.ofNullable(novelty);
    }

    /**
     * Places an image in the space.
     *
     * @param features the encoder's features, as many as it has dimensions
     * @throws IllegalArgumentException if there are more or fewer, some are not finite, or the vector has no direction:
     *     all zero or, in a fitted space, exactly the mean
     */
    public Placement place(float[] features) {
        if (features.length != encoderDimensions) {
            throw new IllegalArgumentException(
                    "%d features, space %s needs %d".formatted(features.length, id, encoderDimensions));
        }
        return placeProjected(projection == null ? features : projection.apply(features));
    }

    /**
     * Places an image whose features are projected already, such as those of many images at once.
     *
     * @param coordinates what {@link LinearProjection#apply} makes of its features, up to rounding; in a raw space the features
     * @throws IllegalArgumentException if there are more or fewer than the space has dimensions, some are not finite, or
     *     all are zero
     */
    public Placement placeProjected(float[] coordinates) {
        if (coordinates.length != dimensions()) {
            throw new IllegalArgumentException(
                    "%d coordinates, space %s needs %d".formatted(coordinates.length, id, dimensions()));
        }
        double length = Vectors.norm(coordinates);
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the vector has values that are not finite, or no direction");
        }
        float[] vector = Vectors.normalised(coordinates);
        if (centres.count() == 0) {
            return new Placement(vector, "", 0);
        }
        Nearest nearest = Nearest.in(centres, vector);
        return new Placement(vector, clusters.get(nearest.index()).id(), (float) nearest.distance());
    }

    /** Spaces with the same id have the same content. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Space space && id.equals(space.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Space[id=%s, encoder=%s, dimensions=%d, clusters=%d]"
                .formatted(id, encoderId, dimensions(), clusters.size());
    }

    private static String contentId(String encoderId, LinearProjection projection, List<Cluster> clusters) {
        float[] mean = projection.mean();
        float[] basis = projection.basis();
        byte[] head = ("fitted-l2:" + encoderId).getBytes(StandardCharsets.UTF_8);
        int size = head.length + Float.BYTES * (mean.length + basis.length);
        for (Cluster cluster : clusters) {
            size += Cluster.ID_BYTES + 1 + Float.BYTES * cluster.centre().length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(head);
        putAll(bytes, mean);
        putAll(bytes, basis);
        for (Cluster cluster : clusters) {
            bytes.put(cluster.id().getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
            putAll(bytes, cluster.centre());
        }
        bytes.flip();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return Sha256.of(content).substring(0, ID_LENGTH);
    }

    private static void putAll(ByteBuffer bytes, float[] values) {
        for (float value : values) {
            bytes.putFloat(value);
        }
    }

    private static void requireEncoder(String encoderId, int dimensions, String vectorsTopic) {
        if (!ENCODER_ID.matcher(encoderId).matches()) {
            throw new IllegalArgumentException(
                    "encoder id is '%s', must be 16 lower-case hexadecimal digits".formatted(encoderId));
        }
        if (dimensions < 2 || dimensions > MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "encoder %s has %d dimensions, must be 2 to %d".formatted(encoderId, dimensions, MAX_DIMENSIONS));
        }
        Topics.vectors(vectorsTopic);
    }
}
