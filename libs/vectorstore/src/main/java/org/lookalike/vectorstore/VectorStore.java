package org.lookalike.vectorstore;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;

/**
 * Vectors of images, by collection and image id.
 *
 * <p>A collection holds the vectors of one space: all have the same number of dimensions, and only vectors of one
 * collection are ever compared. Names are ASCII letters, digits and underscores, at most 255, not starting with a
 * digit.
 *
 * <p>Every read sees every write acknowledged before it; only a search may be configured to lag a moment behind. All
 * methods may be called from many threads. What each may throw:
 *
 * <ul>
 *   <li>{@link org.lookalike.platform.failure.TransientFailure}: the store does not answer, or not in time. Every call
 *       may be repeated as it is: upserts and deletes are idempotent, and whether an unanswered one took effect is
 *       unknown.
 *   <li>{@link org.lookalike.platform.failure.PermanentFailure} with {@code SPACE_NOT_READY}: the collection does not
 *       exist.
 *   <li>{@link IllegalArgumentException}: the caller broke a rule of an argument; nothing was written.
 *   <li>{@link IllegalStateException}: the store has been closed.
 * </ul>
 */
public interface VectorStore extends AutoCloseable {

    /** What this store takes; does not ask the server. */
    StoreLimits limits();

    /**
     * Creates the collection if it is missing, to be filled: it is neither indexed nor loaded into memory, which leaves the
     * server more time for others. Until {@link #openCollection} returns true, reads of it fail with
     * {@code SPACE_NOT_READY} on servers that make that difference. Idempotent, and safe when several instances do it at
     * the same time. The name is written into the new collection as its {@link #identity}.
     *
     * @param dimensions length of every vector, 2 to {@link StoreLimits#maxDimensions()}
     * @throws IllegalArgumentException also when the collection exists with another number of dimensions
     */
    void createCollection(String collection, int dimensions);

    /**
     * What was written into the collection when it was created: its name, unless something else than this interface made a
     * collection of that name.
     *
     * @return empty where there is no such collection
     */
    Optional<String> identity(String collection);

    /**
     * Begins to index and load the collection; to be called again until it is ready for searches. Indexing what was
     * written before may take minutes. Idempotent and safe as {@link #createCollection}.
     *
     * @return whether it is ready
     */
    boolean openCollection(String collection);

    /**
     * Creates the collection if it is missing, opens it and waits until it is ready for searches: for one that is new or was
     * ready before.
     */
    void ensureCollection(String collection, int dimensions);

    /** The names of all collections, sorted. */
    List<String> collections();

    /** Removes the collection with all its rows; a missing one is no error. */
    void drop(String collection);

    /**
     * Writes each row in place of the one with the same id; returns once the store has acknowledged all. A large list is
     * split, and is not atomic: after a failure any part of it may have been written.
     *
     * @throws IllegalArgumentException also for an id that comes twice, because which row wins would be left to chance
     */
    void upsert(String collection, List<VectorRow> rows);

    /** Removes the rows with these ids; ids without a row are no error. */
    void delete(String collection, Collection<String> ids);

    /**
     * The nearest rows to each vector, by cosine similarity.
     *
     * @param vectors one or more, each of the collection's dimensions, finite and not all zero; any length
     * @return one list for each vector, in their order; in each at most {@link SearchOptions#k()} hits, best first
     */
    List<List<VectorHit>> search(String collection, List<float[]> vectors, SearchOptions options);

    /**
     * The rows with these ids, by id; ids without a row are left out. The vectors come back with length 1 (see
     * {@link VectorRow}).
     */
    Map<String, VectorRow> get(String collection, Collection<String> ids);

    /** The SHA-256 of the images with these ids, by id, without reading vectors; ids without a row are left out. */
    Map<String, String> contentHashes(String collection, Collection<String> ids);

    /** The origins of the rows with these ids, by id, without reading vectors; ids without a row are left out. */
    Map<String, RowOrigin> origins(String collection, Collection<String> ids);

    /** The exact number of rows. */
    long count(String collection);

    /** The number of rows that a search sees, which may lag a moment behind like a search; quicker than {@link #count}. */
    long countSearchable(String collection);

    /** The exact number of rows whose ids fall into these buckets. */
    long count(String collection, BucketRange buckets);

    /**
     * Calls the consumer once for each row whose id falls into these buckets, with its id and its origin, in no particular
     * order, on the calling thread. Holds one page of rows at a time. Rows written or deleted meanwhile may be seen or not.
     */
    void forEachOrigin(String collection, BucketRange buckets, BiConsumer<String, RowOrigin> consumer);

    /**
     * Calls the consumer once for each id, in no particular order, on the calling thread. Ids written or deleted
     * meanwhile may be seen or not.
     */
    void forEachId(String collection, Consumer<String> consumer);

    /**
     * Calls the consumer once for each row of a cluster, with its id and its distance to the cluster's centre, in no
     * particular order, on the calling thread. Rows written or deleted meanwhile may be seen or not.
     */
    void forEachMember(String collection, String cluster, ObjDoubleConsumer<String> consumer);

    /**
     * Asks the store whether it answers.
     *
     * @throws org.lookalike.platform.failure.TransientFailure when it does not
     */
    void check();

    /** Ends the connection; the rows stay. Idempotent. */
    @Override
    void close();
}
