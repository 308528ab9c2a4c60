package org.lookalike.refit.sample;

/** What the task of a partition sends to the task that merges its stream, by the stream's key. */
public sealed interface SampleMessage {
    /**
     * One image of a closed window.
     *
     * @param window the window
     * @param inWindow whether it is in the window's sample
     * @param inLongTerm whether it is in the long-term sample
     * @param image the image, by {@link SampledImage#toBytes}
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Row(SampleWindow window, boolean inWindow, boolean inLongTerm, byte[] image) implements SampleMessage {}

    /**
     * That all images of a closed window have been sent.
     *
     * @param window the window
     * @param partition the partition whose sample it was
     * @param images about how many images the partition had in the window
     * @param windowBound the smallest hash that the window's sample has turned away, unsigned
     * @param longTermBound the same of the long-term sample
     */
    record End(SampleWindow window, int partition, long images, long windowBound, long longTermBound)
            implements SampleMessage {}

    /**
     * An image that the partition's long-term sample took in.
     *
     * @param image the image, by {@link SampledImage#toBytes}
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record LongTerm(byte[] image) implements SampleMessage {}

    /**
     * An image that somebody labelled, with that label.
     *
     * @param image the image, by {@link SampledImage#toBytes}
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Labelled(byte[] image) implements SampleMessage {}

    /** That an image has no label any more that a fit could use. */
    record Unlabelled(String imageId) implements SampleMessage {}

    /** That an image was deleted. */
    record Forget(String imageId) implements SampleMessage {}
}
