package org.lookalike.bench.worker;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.store.FolderImageStore;
import org.lookalike.schemas.Sha256;

/** Images laid into a folder store, and events that announce them. */
public final class StoredSet {
    private final ImageSet set;
    private final Map<String, ImageArrived> events = new LinkedHashMap<>();

    /** Stores every image of a set once. */
    public StoredSet(ImageSet set, Path store) {
        this.set = set;
        // The disk need not be waited for: nobody needs these files after the run.
        try (FolderImageStore images = new FolderImageStore(store, false, Clock.systemUTC())) {
            for (BenchImage image : set.images()) {
                events.put(image.name(), event(image, images));
            }
        }
    }

    private static ImageArrived event(BenchImage image, FolderImageStore images) {
        String sha256 = Sha256.of(image.bytes());
        return ImageArrived.newBuilder()
                .setImageId(image.name())
                .setUri(images.put(image.name(), sha256, image.bytes()).toString())
                .setSha256(sha256)
                .setSizeBytes(image.bytes().length)
                .setMediaType("image/jpeg")
                .setSource("bench")
                .setArrivedAt(WorkerBroker.now())
                .setAttributes(Map.of())
                .build();
    }

    /** The set that is stored. */
    public ImageSet set() {
        return set;
    }

    /**
     * Events under new ids, {@link ImageSet#events()} of them.
     *
     * @param run makes the ids those of one run
     */
    public List<ImageArrived> events(String run) {
        List<ImageArrived> announced = new ArrayList<>(set.events());
        for (int repeat = 0; repeat < set.repeats(); repeat++) {
            for (Map.Entry<String, ImageArrived> stored : events.entrySet()) {
                announced.add(ImageArrived.newBuilder(stored.getValue())
                        .setImageId("%s-%d-%s".formatted(run, repeat, stored.getKey()))
                        .setArrivedAt(WorkerBroker.now())
                        .build());
            }
        }
        return announced;
    }
}
