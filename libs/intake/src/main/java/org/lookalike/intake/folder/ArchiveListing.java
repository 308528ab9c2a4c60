package org.lookalike.intake.folder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.platform.failure.PermanentFailure;

/**
 * Collects the entries of an archive and makes the files to index of them: with names that never reach the file system, and
 * within the limits for the whole archive. A single top folder that has the archive's or the source's name is not repeated in
 * the ids. Used by one thread.
 */
final class ArchiveListing {
    private static final String REST = " (what follows)";

    private final ArchiveConfig config;
    private final long archiveBytes;
    private final List<Entry> entries = new ArrayList<>();
    private long total;

    ArchiveListing(ArchiveConfig config, long archiveBytes) {
        this.config = config;
        this.archiveBytes = archiveBytes;
    }

    /** An entry; {@code content} refuses what cannot be read. */
    private record Entry(EntryName name, long sizeBytes, Instant modifiedAt, ImageFile.Content content) {}

    private record Named(String path, boolean pointsOut, Entry entry) {}

    /**
     * Adds an entry that is a file.
     *
     * @param sizeBytes as the archive says
     * @throws PermanentFailure INVALID_FIELD above the number of entries
     */
    void add(EntryName name, long sizeBytes, Instant modifiedAt, ImageFile.Content content) {
        config.requireEntries(entries.size() + 1);
        total += Math.max(0, sizeBytes);
        boolean allowed = config.allows(total, archiveBytes);
        entries.add(new Entry(
                name, sizeBytes, modifiedAt, allowed ? content : refused(config.beyondLimits(total, archiveBytes))));
    }

    /** Tells of what cannot be listed, as of one more file. */
    void addRest(PermanentFailure failure) {
        String after =
                entries.isEmpty() ? "" : entries.get(entries.size() - 1).name().text();
        entries.add(new Entry(EntryName.of(after + REST), -1, Instant.EPOCH, refused(failure)));
    }

    /** The content of an entry that is refused whenever it is read. */
    static ImageFile.Content refused(PermanentFailure failure) {
        return maxBytes -> {
            throw new PermanentFailure(failure.code(), String.valueOf(failure.getMessage()), failure);
        };
    }

    /** The files to index, sorted by path. */
    List<ImageFile> files(String baseName, String source, FolderConfig options) {
        EntryCharset charset =
                EntryCharset.of(config, entries.stream().map(Entry::name).toList());
        List<Named> named = entries.stream()
                .map(entry -> named(charset.decode(entry.name()), entry))
                .filter(entry -> !entry.path().isEmpty() && !ImageNames.isHidden(entry.path()))
                // An entry that points out of the archive takes no other's id.
                .sorted(Comparator.comparing(Named::pointsOut))
                .toList();
        String top = topFolder(named, baseName, source);
        IgnorePatterns ignore = new IgnorePatterns(options.ignore());
        List<ImageFile> files = named.stream()
                .filter(entry -> !ignore.matches(entry.path().substring(top.length())))
                .map(entry -> file(source, entry.path().substring(top.length()), entry))
                .toList();
        return Listing.distinct(files).stream()
                .sorted(Comparator.comparing(ImageFile::path))
                .toList();
    }

    private static ImageFile file(String source, String path, Named named) {
        return new ImageFile(
                ImageNames.imageId(source, path),
                source,
                path,
                named.entry().sizeBytes(),
                named.entry().modifiedAt(),
                named.entry().content());
    }

    /** A name without roots, empty parts and '..'; the rest is only used as part of an id. */
    private static Named named(String name, Entry entry) {
        List<String> parts = Arrays.asList(name.replace('\\', '/').split("/", -1));
        String path = String.join(
                "/",
                parts.stream()
                        .filter(part -> !part.isEmpty() && !part.equals(".") && !part.equals(".."))
                        .toList());
        if (!parts.contains("..")) {
            return new Named(path, false, entry);
        }
        PermanentFailure failure = FieldRules.invalid(
                "the archive's entry '%s' points out of the archive".formatted(FieldRules.shortened(name)));
        return new Named(path, true, new Entry(entry.name(), entry.sizeBytes(), entry.modifiedAt(), refused(failure)));
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
