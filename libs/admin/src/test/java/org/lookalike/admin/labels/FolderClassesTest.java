package org.lookalike.admin.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FolderClassesTest {
    @Test
    void anImagesClassIsItsFolderBelowTheSource() {
        Set<String> ids = new HashSet<>(images("demo/images/glass", 20));
        ids.addAll(images("demo/images/metal", 25));

        Map<String, String> labels = FolderClasses.byFolder(ids);

        assertThat(labels).hasSize(45).containsEntry("demo/images/glass/0.png", "images/glass");
    }

    @Test
    void smallFoldersAndImagesWithoutAFolderAreNoClass() {
        Set<String> ids = new HashSet<>(images("demo/glass", 20));
        ids.addAll(images("demo/metal", 20));
        ids.addAll(images("demo/odd", 19));
        ids.addAll(images("demo", 30));

        assertThat(FolderClasses.byFolder(ids).values())
                .containsOnly("glass", "metal")
                .hasSize(40);
    }

    @Test
    void aSingleClassIsNone() {
        assertThat(FolderClasses.byFolder(images("demo/glass", 50))).isEmpty();
    }

    private static Set<String> images(String folder, int count) {
        Set<String> ids = new HashSet<>();
        for (int number = 0; number < count; number++) {
            ids.add(folder + "/" + number + ".png");
        }
        return ids;
    }
}
