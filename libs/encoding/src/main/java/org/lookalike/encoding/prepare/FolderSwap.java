package org.lookalike.encoding.prepare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.lookalike.encoding.EncoderFolder;

/** Puts a finished encoder's folder in its place, whole or not at all. */
final class FolderSwap {
    private FolderSwap() {}

    /**
     * Renames the finished folder to the target. A described encoder that is there already is removed first; any other
     * file there makes this fail.
     *
     * @param alreadyDone asked if the rename fails, since another process may have been faster with the same folder
     */
    static void put(Path finished, Path target, BooleanSupplier alreadyDone) throws IOException {
        try {
            if (Files.exists(target.resolve(EncoderFolder.DESCRIPTION_FILE)) && !alreadyDone.getAsBoolean()) {
                for (String file : List.of(
                        EncoderFolder.DESCRIPTION_FILE, EncoderFolder.MODEL_FILE, EncoderFolder.REFERENCE_FILE)) {
                    Files.deleteIfExists(target.resolve(file));
                }
            }
            Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!alreadyDone.getAsBoolean()) {
                throw e;
            }
        }
    }

    /** Removes a folder and all that is in it. */
    static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
