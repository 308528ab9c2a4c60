package org.lookalike.imaging.store;

/** The fake that other modules test with does what every image store does. */
final class InMemoryImageStoreTest extends ImageStoreContract {
    @Override
    ImageStore open() {
        return new InMemoryImageStore(clock);
    }
}
