package org.lookalike.audit.erase;

import java.util.List;

/**
 * Takes what is to be erased. Both methods return at once and are called from many threads; the same is handed over again and
 * again until its callback was run, also after a restart, so that nothing is forgotten.
 */
public interface Erasures {
    /** Erases nothing. */
    Erasures NONE = new Erasures() {
        @Override
        public void erase(String imageId, List<String> uris, Runnable erased) {}

        @Override
        public void sweep(String imageId, List<String> uris, Runnable swept) {}
    };

    /**
     * Erases the bytes of every event of an image that comes before a tombstone in the log.
     *
     * @param uris where they lie, in the order of the log
     * @param erased to be run, on any thread, once they are gone
     */
    void erase(String imageId, List<String> uris, Runnable erased);

    /**
     * Erases the bytes of events that a later event of the image superseded, some time after.
     *
     * @param uris where they lie, in the order of the log
     * @param swept to be run, on any thread, once they are gone
     */
    void sweep(String imageId, List<String> uris, Runnable swept);
}
