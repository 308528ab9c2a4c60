package org.lookalike.bench.worker;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.bench.pictures.Picture;
import org.lookalike.bench.pictures.PictureSet;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.store.FolderImageStore;
import org.lookalike.schemas.Sha256;

/** Pictures laid into a folder store, and events that announce them. */
public final class StoredPictures {
    private final PictureSet set;
    private final Map<String, ImageArrived> events = new LinkedHashMap<>();

    /** Stores every picture of a set once. */
    public StoredPictures(PictureSet set, Path store) {
        this.set = set;
        // The disk need not be waited for: nobody needs these files after the run.
        try (FolderImageStore images = new FolderImageStore(store, false, Clock.systemUTC())) {
            for (Picture picture : set.pictures()) {
                events.put(picture.name(), event(picture, images));
            }
        }
    }

    private static ImageArrived event(Picture picture, FolderImageStore images) {
        String sha256 = Sha256.of(picture.bytes());
        return ImageArrived.newBuilder()
                .setImageId(picture.name())
                .setUri(images.put(picture.name(), sha256, picture.bytes()).toString())
                .setSha256(sha256)
                .setSizeBytes(picture.bytes().length)
                .setMediaType("image/jpeg")
                .setSource("bench")
                .setArrivedAt(Arena.now())
                .setAttributes(Map.of())
                .build();
    }

    /** The set that is stored. */
    public PictureSet set() {
        return set;
    }

    /**
     * Events under new ids, {@link PictureSet#events()} of them.
     *
     * @param turn makes the ids those of one turn
     */
    public List<ImageArrived> events(String turn) {
        List<ImageArrived> announced = new ArrayList<>(set.events());
        for (int repeat = 0; repeat < set.repeats(); repeat++) {
            for (Map.Entry<String, ImageArrived> stored : events.entrySet()) {
                announced.add(ImageArrived.newBuilder(stored.getValue())
                        .setImageId("%s-%d-%s".formatted(turn, repeat, stored.getKey()))
                        .setArrivedAt(Arena.now())
                        .build());
            }
        }
        return announced;
    }
}
