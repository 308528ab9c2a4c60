package org.lookalike.vectorstore;

import com.google.errorprone.annotations.FormatMethod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.schemas.ImageFields;

/**
 * The rules that arguments have to meet in every store; a breach is an {@link IllegalArgumentException} that names the
 * thing, the value and the limit. What differs from store to store is in {@link StoreLimits}.
 */
public final class StoreRules {
    public static final int MIN_DIMENSIONS = 2;

    private static final Pattern COLLECTION = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private StoreRules() {}

    public static String requireCollection(String name) {
        require(
                COLLECTION.matcher(name).matches(),
                "collection name '%s' is not 1 to 255 ASCII letters, digits and underscores without a leading digit",
                name);
        return name;
    }

    public static int requireDimensions(int dimensions, StoreLimits limits) {
        require(
                dimensions >= MIN_DIMENSIONS && dimensions <= limits.maxDimensions(),
                "dimensions are %d, must be %d to %d",
                dimensions,
                MIN_DIMENSIONS,
                limits.maxDimensions());
        return dimensions;
    }

    /** No id occurs twice, and every vector has the collection's dimensions. */
    public static void requireRows(String collection, int dimensions, List<VectorRow> rows) {
        Set<String> seen = new HashSet<>(rows.size() * 2);
        for (VectorRow row : rows) {
            require(seen.add(row.id()), "id '%s' comes twice in one upsert into %s", row.id(), collection);
            requireDimensions(collection, dimensions, row.vector());
        }
    }

    /** At least one vector, each fit for a search in a collection of these dimensions. */
    public static void requireQueries(String collection, int dimensions, List<float[]> vectors) {
        require(!vectors.isEmpty(), "a search in %s needs at least one vector", collection);
        for (float[] vector : vectors) {
            requireVector(vector);
            requireDimensions(collection, dimensions, vector);
        }
    }

    public static void requireIds(Collection<String> ids) {
        ids.forEach(StoreRules::requireId);
    }

    static void requireId(String id) {
        require(!id.isEmpty(), "an image id must not be empty");
        requireText("image id", id, VectorRow.MAX_ID_BYTES);
    }

    static void requireVector(float[] vector) {
        double squaredLength = Vectors.squaredNorm(vector);
        require(Double.isFinite(squaredLength), "a vector must have finite values only");
        require(squaredLength > 0, "a vector must have a value other than zero, since it has no direction otherwise");
    }

    /** The time cut to the millisecond. */
    static Instant requireTime(String name, Instant time) {
        Instant cut = time.truncatedTo(ChronoUnit.MILLIS);
        requireSound(ImageFields.problemWithTime(name, cut));
        return cut;
    }

    static void requireText(String name, String text, int maxBytes) {
        requireSound(ImageFields.problemWithText(name, text, maxBytes));
    }

    static void requireAttributes(Map<String, String> attributes) {
        requireSound(ImageFields.problemWithAttributes(attributes));
    }

    private static void requireSound(@Nullable String problem) {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    static boolean isSha256(String text) {
        return SHA_256.matcher(text).matches();
    }

    @FormatMethod
    static void require(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(message.formatted(arguments));
        }
    }

    private static void requireDimensions(String collection, int dimensions, float[] vector) {
        require(
                vector.length == dimensions,
                "a vector has %d dimensions, collection %s has %d",
                vector.length,
                collection,
                dimensions);
    }
}
