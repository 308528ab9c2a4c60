package org.lookalike.refit.sample;

/** A record of a topic of vectors, decoded. */
public sealed interface VectorUpdate {
    /** The topic of vectors. */
    String topic();

    /** The image that it is about. */
    String imageId();

    /**
     * An image's vector.
     *
     * @param stream which vectors it belongs to
     * @param image what samples keep of it
     * @param features the encoder's features, finite and not all zero; not to be changed
     * @param offset the record's offset in its partition
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Upsert(VectorStream stream, SampledImage image, float[] features, long offset) implements VectorUpdate {
        @Override
        public String topic() {
            return stream.topic();
        }

        @Override
        public String imageId() {
            return image.imageId();
        }
    }

    /** That an image was deleted. */
    record Tombstone(String topic, String imageId) implements VectorUpdate {}
}
