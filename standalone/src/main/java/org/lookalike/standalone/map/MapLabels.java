package org.lookalike.standalone.map;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lookalike.standalone.report.Labels;

/** The classes of pictures on a map, as far as they are known. */
public final class MapLabels {
    private static final String ATTRIBUTE = "label";

    private MapLabels() {}

    /**
     * The label of each picture, in order: the attribute {@code label} where the publisher gave one, else the name of the
     * folder where folders are classes, else empty.
     */
    public static List<String> of(List<MapPicture> pictures) {
        Set<String> ids = new HashSet<>();
        pictures.forEach(picture -> ids.add(picture.imageId()));
        Map<String, String> folders = Labels.byFolder(ids);
        return pictures.stream()
                .map(picture ->
                        picture.attributes().getOrDefault(ATTRIBUTE, folders.getOrDefault(picture.imageId(), "")))
                .toList();
    }
}
