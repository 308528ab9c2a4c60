package org.lookalike.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;

final class FolderImageStoreTest extends ImageStoreContract {
    @TempDir
    private Path parent;

    @Override
    ImageStore open() {
        return new FolderImageStore(parent.resolve("store with spaces"), false, clock);
    }

    @Test
    void followsNoSymbolicLinkToAFile() throws IOException {
        Path outside = Files.write(parent.resolve("secret"), new byte[] {9});
        Path object = Path.of(put(new byte[] {1}));
        Files.delete(object);
        Files.createSymbolicLink(object, outside);
        assertThat(codeOf(object.toUri(), 100)).isEqualTo(ErrorCode.URI_NOT_ALLOWED);
    }

    @Test
    void followsNoSymbolicLinkToAFolder() throws IOException {
        Path object = Path.of(put(new byte[] {1}));
        Path moved = parent.resolve("moved");
        Files.move(object.getParent(), moved);
        Files.createSymbolicLink(object.getParent(), moved);
        assertThat(codeOf(object.toUri(), 100)).isEqualTo(ErrorCode.URI_NOT_ALLOWED);
        Files.delete(object.getParent());
    }

    @Test
    void leavesNothingUnfinishedBehind() throws IOException {
        put(new byte[] {1});
        try (var files = Files.list(parent.resolve("store with spaces/.unfinished"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void opensAgainWithItsContent() {
        URI uri = put(new byte[] {1});
        try (ImageStore again = ImageStores.open(ImageStoreConfig.inFolder(parent.resolve("store with spaces")))) {
            assertThat(again.get(uri, 1)).containsExactly(1);
        }
    }

    @Test
    void callsAnUnusableFolderAnOutage() throws IOException {
        Path file = Files.write(parent.resolve("file"), new byte[] {1});
        assertThatThrownBy(() -> new FolderImageStore(file))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("file");
    }

    @Test
    void noticesThatItsFolderIsGone() throws IOException {
        Files.delete(parent.resolve("store with spaces/.unfinished"));
        assertThatThrownBy(store::check).isInstanceOf(TransientFailure.class).hasMessageContaining("store with spaces");
    }
}
