package org.lookalike.encoding;

/**
 * Turns prepared images into feature vectors, a batch at a time.
 *
 * <p>Safe for use by many threads: {@link #encode} runs as many inferences at a time as the device was given, one unless
 * asked for more, in the order in which the callers arrived.
 */
public interface Encoder extends AutoCloseable {

    /** What this encoder is: its model, its preprocessing, the size of its output. */
    EncoderDescription description();

    /** The encoder's identity, 16 hexadecimal digits; see {@link EncoderDescription#id()}. */
    default String id() {
        return description().id();
    }

    /** Length of every feature vector. */
    default int dimensions() {
        return description().dimensions();
    }

    /**
     * A buffer of images prepared for this encoder, to be reused from batch to batch.
     *
     * @param capacity most images in it, at least 1
     */
    default EncoderBatch newBatch(int capacity) {
        return new EncoderBatch(capacity, description().preprocessing());
    }

    /**
     * Encodes the first images of a batch.
     *
     * <p>The caller makes sure that the threads which filled the slots have finished, and that none writes to the batch
     * until this returns. The batch is not changed and may be filled again afterwards.
     *
     * @param batch made by {@link #newBatch} of this encoder, or for the same preprocessing
     * @param size images to encode, 1 to the batch's capacity
     * @return {@code size} rows of {@link #dimensions()} features each, as the model gives them: not normalised
     * @throws IllegalArgumentException if the size is out of range or the batch is of another shape
     * @throws IllegalStateException if the encoder is closed, or the runtime fails
     */
    float[][] encode(EncoderBatch batch, int size);

    /** Waits for the inference in progress, then frees the model. Closing twice does nothing. */
    @Override
    void close();
}
