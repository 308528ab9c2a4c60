package org.lookalike.intake.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ImageIds;

/** The images of a folder or an archive (ZIP, tar, tar.gz); no name of an archive reaches the disk. Used by one thread. */
public interface ImageSource extends AutoCloseable {

    /** The files to index, in the same order at every run, without hidden and ignored ones. */
    List<ImageFile> files();

    @Override
    void close();

    /**
     * Lists a folder or archive.
     *
     * @param path a folder or an archive
     * @param source the source of its images, or null for its name
     * @param options which files to ignore
     * @throws org.lookalike.platform.failure.PermanentFailure INVALID_FIELD if it is neither, or the source is invalid
     * @throws TransientFailure if it cannot be read
     */
    static ImageSource open(Path path, @Nullable String source, FolderConfig options) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        String baseName = parent == null
                ? ""
                : ImageNames.baseName(FileNames.relative(parent, absolute).text());
        String chosen = source == null ? baseName : source;
        String problem = ImageIds.problemWithSource(chosen);
        if (problem != null) {
            throw FieldRules.invalid("%s needs a source of its own: %s".formatted(path, problem));
        }
        try {
            if (Files.isDirectory(absolute)) {
                return FolderSource.list(absolute, chosen, options);
            }
            if (Files.isRegularFile(absolute)) {
                return archive(absolute, baseName, chosen, options);
            }
        } catch (IOException e) {
            throw new TransientFailure("%s cannot be read: %s".formatted(path, e), e);
        }
        throw FieldRules.invalid("%s is neither a folder nor an archive".formatted(path));
    }

    private static ImageSource archive(Path path, String baseName, String source, FolderConfig options)
            throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(TarSource.RECORD_BYTES);
        }
        if (GzipCompressorInputStream.matches(head, head.length)) {
            return TarSource.openCompressed(path, baseName, source, options);
        }
        return TarSource.isTar(head)
                ? TarSource.open(path, baseName, source, options)
                : ZipSource.open(path, baseName, source, options);
    }
}
