package org.lookalike.explorer.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.latent.sample.SampleHash;

/**
 * Images by id, at most so many: of more, those with the smallest hashes, which is a sample that is the same whoever takes it.
 * Belongs to one thread.
 */
final class ImageSample {
    /** Turning images away one by one would mean to sort at every arrival. */
    private static final double SLACK = 1.1;

    private final int limit;
    private final Map<String, CataloguedImage> images = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private long bound = SampleHash.UNBOUNDED;

    ImageSample(int limit) {
        this.limit = limit;
    }

    void put(CataloguedImage image) {
        if (bound != SampleHash.UNBOUNDED && Long.compareUnsigned(SampleHash.of(image.imageId()), bound) >= 0) {
            return;
        }
        // A million copies of a source's name would take more than all the rest.
        images.put(
                image.imageId(),
                new CataloguedImage(
                        image.imageId(), shared(image.source()), image.time(), image.attributes(), image.cluster()));
        if (images.size() > limit * SLACK) {
            shrink();
        }
    }

    boolean remove(String imageId) {
        return images.remove(imageId) != null;
    }

    private String shared(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private void shrink() {
        long[] flipped = images.keySet().stream()
                .mapToLong(id -> SampleHash.of(id) ^ Long.MIN_VALUE)
                .sorted()
                .toArray();
        bound = flipped[limit] ^ Long.MIN_VALUE;
        images.keySet().removeIf(id -> Long.compareUnsigned(SampleHash.of(id), bound) >= 0);
    }

    /** About how many images there would be without the limit. */
    long all() {
        if (bound == SampleHash.UNBOUNDED) {
            return images.size();
        }
        double share = (bound >>> 11) * 0x1p-53;
        return Math.round(images.size() / share);
    }

    List<CataloguedImage> images() {
        return new ArrayList<>(images.values());
    }
}
