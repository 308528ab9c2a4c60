package org.lookalike.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FolderClassesTest {
    @Test
    void aPicturesClassIsItsFolderBelowTheSource() {
        Set<String> ids = new HashSet<>(pictures("demo/images/glass", 20));
        ids.addAll(pictures("demo/images/metal", 25));

        Map<String, String> labels = FolderClasses.byFolder(ids);

        assertThat(labels).hasSize(45).containsEntry("demo/images/glass/0.png", "images/glass");
    }

    @Test
    void smallFoldersAndPicturesWithoutAFolderAreNoClass() {
        Set<String> ids = new HashSet<>(pictures("demo/glass", 20));
        ids.addAll(pictures("demo/metal", 20));
        ids.addAll(pictures("demo/odd", 19));
        ids.addAll(pictures("demo", 30));

        assertThat(FolderClasses.byFolder(ids).values())
                .containsOnly("glass", "metal")
                .hasSize(40);
    }

    @Test
    void aSingleClassIsNone() {
        assertThat(FolderClasses.byFolder(pictures("demo/glass", 50))).isEmpty();
    }

    private static Set<String> pictures(String folder, int count) {
        Set<String> ids = new HashSet<>();
        for (int number = 0; number < count; number++) {
            ids.add(folder + "/" + number + ".png");
        }
        return ids;
    }
}
