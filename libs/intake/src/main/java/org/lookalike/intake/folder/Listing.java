package org.lookalike.intake.folder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lookalike.intake.accept.FieldRules;

/** Gives each file of a folder or archive an id of its own, so that none overwrites another. */
final class Listing {
    private static final String SECOND = "%s (%d)";

    private Listing() {}

    /**
     * The same files in the same order. Where several have one id, the first one keeps it; each further one gets a number at
     * the end of its name and is refused when it is read.
     */
    static List<ImageFile> distinct(List<ImageFile> files) {
        Set<String> ids = new HashSet<>();
        List<ImageFile> distinct = new ArrayList<>(files.size());
        for (ImageFile file : files) {
            distinct.add(ids.add(file.imageId()) ? file : second(file, ids));
        }
        return distinct;
    }

    private static ImageFile second(ImageFile file, Set<String> ids) {
        String path;
        String imageId;
        int number = 2;
        do {
            path = SECOND.formatted(file.path(), number++);
            imageId = ImageNames.imageId(file.source(), path);
        } while (!ids.add(imageId));
        return new ImageFile(imageId, file.source(), path, file.sizeBytes(), file.modifiedAt(), maxBytes -> {
            throw FieldRules.invalid(
                    "there is another file with the image id '%s'".formatted(FieldRules.shortened(file.imageId())));
        });
    }
}
