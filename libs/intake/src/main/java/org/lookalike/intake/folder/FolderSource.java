package org.lookalike.intake.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images below a folder.
 *
 * @param files sorted by path
 */
record FolderSource(List<ImageFile> files) implements ImageSource {
    private static final Logger LOGGER = LoggerFactory.getLogger(FolderSource.class);

    static FolderSource list(Path root, String source, FolderConfig options) throws IOException {
        Set<FileVisitOption> links = options.followLinks()
                ? EnumSet.of(FileVisitOption.FOLLOW_LINKS)
                : EnumSet.noneOf(FileVisitOption.class);
        // The folder itself may be a link: it was named by the operator.
        Visitor visitor = new Visitor(root.toRealPath(), source, new IgnorePatterns(options.ignore()));
        Files.walkFileTree(visitor.root, links, Integer.MAX_VALUE, visitor);
        // A name that is text keeps its id, whatever an escaped one looks like.
        List<ImageFile> found = new ArrayList<>(visitor.found);
        found.addAll(visitor.escaped);
        return new FolderSource(Listing.distinct(found).stream()
                .sorted(Comparator.comparing(ImageFile::path))
                .toList());
    }

    @Override
    public void close() {}

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final String source;
        private final IgnorePatterns ignore;
        private final List<ImageFile> found = new ArrayList<>();
        private final List<ImageFile> escaped = new ArrayList<>();

        private Visitor(Path root, String source, IgnorePatterns ignore) {
            this.root = root;
            this.source = source;
            this.ignore = ignore;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root)
                            && ImageNames.isHidden(
                                    FileNames.relative(root, folder).text())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                add(
                        file,
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant(),
                        maxBytes -> read(file, maxBytes));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(root)) {
                throw failure;
            }
            if (failure instanceof FileSystemLoopException || failure instanceof NoSuchFileException) {
                LOGGER.atDebug().addKeyValue("file", file).setCause(failure).log("left out");
            } else {
                addUnreadable(file, failure);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                if (folder.equals(root)) {
                    throw failure;
                }
                addUnreadable(folder, failure);
            }
            return FileVisitResult.CONTINUE;
        }

        /** A folder without permission is counted and told of as one file. */
        private void addUnreadable(Path file, IOException failure) {
            add(file, -1, Instant.EPOCH, maxBytes -> {
                throw failure;
            });
        }

        private void add(Path file, long sizeBytes, Instant modifiedAt, ImageFile.Content content) {
            FileNames.Name name = FileNames.relative(root, file);
            String path = name.text();
            if (!ImageNames.isHidden(path) && !ignore.matches(path)) {
                (name.escaped() ? escaped : found)
                        .add(new ImageFile(
                                ImageNames.imageId(source, path), source, path, sizeBytes, modifiedAt, content));
            }
        }

        private static byte[] read(Path file, long maxBytes) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return BoundedRead.all(in, maxBytes);
            }
        }
    }
}
