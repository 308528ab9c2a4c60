package org.lookalike.embedder;

import java.util.List;
import org.lookalike.events.ImageArrived;

/** Turns images into features. One caller at a time; only {@link #close} may be called meanwhile. */
interface ImageEmbedding extends AutoCloseable {
    /**
     * Embeds the images of some events.
     *
     * @return one result for each event, in no particular order
     * @throws org.lookalike.platform.failure.TransientFailure if the image store does not answer; nothing is embedded
     * @throws InterruptedException if the caller is interrupted or this is closed; no thread still writes by then
     */
    List<EmbeddingResult> embed(List<ImageArrived> events) throws InterruptedException;

    /** Ends the threads, and interrupts a call that is still running. */
    @Override
    void close();
}
