package org.lookalike.admin.labels;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The classes of images that lie in a folder for each class: the name of the folder that an image lies in. Folders
 * with fewer than {@value #MIN_CLASS} images say too little to be one, and neither does a single class.
 */
public final class FolderClasses {
    private static final int MIN_CLASS = 20;

    private FolderClasses() {}

    /** The class of each image, by image id; empty where the images have no classes. */
    public static Map<String, String> byFolder(Set<String> imageIds) {
        Map<String, String> folders = new TreeMap<>();
        for (String imageId : imageIds) {
            folder(imageId).ifPresent(folder -> folders.put(imageId, folder));
        }
        return keepClasses(folders);
    }

    /** Leaves out classes that are too small; empty where fewer than two are left. */
    public static Map<String, String> keepClasses(Map<String, String> labels) {
        Map<String, Integer> sizes = new HashMap<>();
        labels.values().forEach(label -> sizes.merge(label, 1, Integer::sum));
        Map<String, String> kept = new TreeMap<>(labels);
        kept.values().removeIf(label -> sizes.getOrDefault(label, 0) < MIN_CLASS);
        return Set.copyOf(kept.values()).size() < 2 ? Map.of() : kept;
    }

    /** Ids of indexed folders are source/path: a class needs a folder below the source. */
    private static Optional<String> folder(String imageId) {
        int name = imageId.lastIndexOf('/');
        int source = imageId.indexOf('/');
        return name <= source ? Optional.empty() : Optional.of(imageId.substring(source + 1, name));
    }
}
