package org.lookalike.vectorstore.space;

import org.lookalike.schemas.Sha256;
import org.lookalike.vectorstore.StoreRules;

/**
 * A latent space: only vectors of one space are ever compared, so each has a collection of its own.
 *
 * <p>What writes vectors and what searches them must agree on the space, without asking each other: its id is made of
 * what the vectors are made of.
 *
 * @param id 12 lower-case hexadecimal digits
 * @param encoderId the encoder whose features the vectors are made of, 16 hexadecimal digits
 * @param dimensions length of every vector in the space
 * @param collection the collection that holds the space's vectors
 */
public record Space(String id, String encoderId, int dimensions, String collection) {
    private static final String COLLECTION_PREFIX = "images_";
    private static final int ID_LENGTH = 12;

    public Space {
        StoreRules.requireDimensions(dimensions);
        StoreRules.requireCollection(collection);
    }

    /**
     * The space before any refit: the encoder's own features at length 1. Its id is the first 12 hexadecimal digits of
     * the SHA-256 of {@code raw-l2:} and the encoder's id, in UTF-8.
     *
     * @param encoderId the encoder's id
     * @param dimensions the encoder's dimensions
     */
    public static Space raw(String encoderId, int dimensions) {
        String id = Sha256.of("raw-l2:" + encoderId).substring(0, ID_LENGTH);
        return new Space(id, encoderId, dimensions, COLLECTION_PREFIX + id);
    }

    /** Whether a collection of the store is that of a space. */
    public static boolean isCollection(String name) {
        return name.startsWith(COLLECTION_PREFIX);
    }
}
