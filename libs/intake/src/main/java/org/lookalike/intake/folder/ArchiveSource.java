package org.lookalike.intake.folder;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of a ZIP archive, read without unpacking: names never reach the file system, and sizes are limited while
 * inflating. A single top folder that has the archive's or the source's name is not repeated in the ids.
 */
final class ArchiveSource implements ImageSource {
    private static final Logger LOGGER = LoggerFactory.getLogger(ArchiveSource.class);

    private final ZipFile archive;
    private final List<ImageFile> files;

    private ArchiveSource(ZipFile archive, List<ImageFile> files) {
        this.archive = archive;
        this.files = files;
    }

    private record Named(String path, ZipEntry entry) {}

    static ArchiveSource open(Path path, String baseName, String source, FolderConfig options) throws IOException {
        ZipFile archive;
        try {
            archive = new ZipFile(path.toFile());
        } catch (ZipException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "%s is no valid ZIP archive: %s".formatted(path, e.getMessage()), e);
        }
        List<Named> entries = new ArrayList<>();
        archive.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
            String name = plainPath(entry.getName());
            if (!name.isEmpty() && !ImageNames.isHidden(name)) {
                entries.add(new Named(name, entry));
            }
        });
        String top = topFolder(entries, baseName, source);
        IgnorePatterns ignore = new IgnorePatterns(options.ignore());
        List<ImageFile> files = entries.stream()
                .map(named -> new Named(named.path().substring(top.length()), named.entry()))
                .filter(named -> !ignore.matches(named.path()))
                .map(named -> file(archive, source, named))
                .sorted(Comparator.comparing(ImageFile::path))
                .toList();
        return new ArchiveSource(archive, files);
    }

    @Override
    public List<ImageFile> files() {
        return files;
    }

    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("closing the archive failed");
        }
    }

    private static ImageFile file(ZipFile archive, String source, Named named) {
        ZipEntry entry = named.entry();
        return new ImageFile(
                ImageNames.imageId(source, named.path()),
                source,
                named.path(),
                entry.getSize(),
                entry.getLastModifiedTime().toInstant(),
                maxBytes -> read(archive, entry, maxBytes));
    }

    private static byte[] read(ZipFile archive, ZipEntry entry, long maxBytes) throws IOException {
        if (Arrays.asList(entry.getName().replace('\\', '/').split("/", -1)).contains("..")) {
            throw FieldRules.invalid("the archive's entry '%s' points out of the archive"
                    .formatted(FieldRules.shortened(entry.getName())));
        }
        try (InputStream in = archive.getInputStream(entry)) {
            return BoundedRead.all(in, maxBytes);
        } catch (ZipException | EOFException e) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_CORRUPT, "the archive's entry cannot be inflated: " + e.getMessage(), e);
        }
    }

    /** A name without roots, empty parts and '..'; the rest is only used as part of an id. */
    private static String plainPath(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.replace('\\', '/').split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** The folder that all entries share if it repeats a name that the ids begin with anyway, including the slash; or empty. */
    private static String topFolder(List<Named> entries, String baseName, String source) {
        for (String name : List.of(baseName, source)) {
            String folder = name + "/";
            if (!entries.isEmpty()
                    && entries.stream().allMatch(named -> named.path().startsWith(folder))) {
                return folder;
            }
        }
        return "";
    }
}
