package org.lookalike.intake.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
        visitor.found.sort(Comparator.comparing(ImageFile::path));
        return new FolderSource(List.copyOf(visitor.found));
    }

    @Override
    public void close() {}

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final String source;
        private final IgnorePatterns ignore;
        private final List<ImageFile> found = new ArrayList<>();

        private Visitor(Path root, String source, IgnorePatterns ignore) {
            this.root = root;
            this.source = source;
            this.ignore = ignore;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && ImageNames.isHidden(relative(folder))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = relative(file);
            if (attributes.isRegularFile() && !ImageNames.isHidden(path) && !ignore.matches(path)) {
                found.add(new ImageFile(
                        ImageNames.imageId(source, path),
                        source,
                        path,
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant(),
                        maxBytes -> read(file, maxBytes)));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(root)) {
                throw failure;
            }
            // A loop of links, a folder without permission or a file that has disappeared does not end the walk.
            LOGGER.atDebug().addKeyValue("file", file).setCause(failure).log("left out");
            return FileVisitResult.CONTINUE;
        }

        private String relative(Path file) {
            return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        }

        private static byte[] read(Path file, long maxBytes) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return BoundedRead.all(in, maxBytes);
            }
        }
    }
}
