package org.lookalike.lab.map;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.labels.FolderClasses;
import org.lookalike.admin.map.PointImage;

/** The classes of images on a map, as far as they are known. */
public final class MapLabels {
    private static final String ATTRIBUTE = "label";

    private MapLabels() {}

    /** What somebody called an image, itself or by its cluster. */
    @FunctionalInterface
    public interface Names {
        /** The label, or null. */
        @Nullable
        String ofImage(String imageId, String cluster);
    }

    /**
     * The label of each image, in order: what somebody called it or its cluster, else the attribute {@code label} where
     * the publisher gave one, else the name of the folder where folders are classes, else empty.
     */
    public static List<String> of(List<PointImage> images, Names names) {
        Set<String> ids = new HashSet<>();
        images.forEach(image -> ids.add(image.imageId()));
        Map<String, String> folders = FolderClasses.byFolder(ids);
        return images.stream()
                .map(image -> Objects.requireNonNullElseGet(
                        names.ofImage(image.imageId(), image.cluster()),
                        () -> image.attributes().getOrDefault(ATTRIBUTE, folders.getOrDefault(image.imageId(), ""))))
                .toList();
    }
}
