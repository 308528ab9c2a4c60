package org.lookalike.lab.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lookalike.admin.labels.CsvTable;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.intake.folder.ImageFile;
import org.lookalike.intake.folder.ImageSource;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.TransientFailure;

/**
 * The labelled images of a folder or archive. Classes are those of its labels.csv (columns path and label, and set
 * and others where wanted) if there is one at its top; else an image's class is the folder that it lies in. Used by one
 * thread; images can be read, by any thread, until it is closed.
 */
public final class LabelledFolder implements AutoCloseable {
    private static final String LABELS = "labels.csv";
    private static final long MAX_LABELS_BYTES = 256L << 20;

    private final ImageSource source;
    private final List<LabelledImage> images;
    private final int missing;

    private LabelledFolder(ImageSource source, List<LabelledImage> images, int missing) {
        this.source = source;
        this.images = List.copyOf(images);
        this.missing = missing;
    }

    /**
     * Lists them.
     *
     * @throws IllegalArgumentException if no image is selected, a class has none, or labels.csv lacks a column
     * @throws org.lookalike.platform.failure.PermanentFailure if it is neither a folder nor an archive
     * @throws TransientFailure if it cannot be read
     */
    public static LabelledFolder open(Path path, Selection selection) {
        ImageSource source = ImageSource.open(path, "evaluation", options());
        try {
            Map<String, ImageFile> files = new HashMap<>();
            source.files().forEach(file -> files.put(file.path(), file));
            Optional<ImageFile> labels = source.files().stream()
                    .filter(file -> file.path().equals(LABELS) || file.path().endsWith("/" + LABELS))
                    .min(Comparator.comparingInt(file -> file.path().length()));
            List<LabelledImage> all = new ArrayList<>();
            int missing = labels.isPresent()
                    ? fromTable(labels.get(), files, selection, all)
                    : fromFolders(source.files(), selection, all);
            requireClasses(path, selection, all);
            all.sort(Comparator.comparing(LabelledImage::path));
            return new LabelledFolder(source, all, missing);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** As folders are indexed, but labels.csv must not be passed over. */
    private static FolderConfig options() {
        FolderConfig usual =
                Settings.read(List.of(), Map.of(), FolderConfig::from).config();
        return new FolderConfig(
                usual.ignore().stream()
                        .filter(pattern -> !pattern.equals("*.csv"))
                        .toList(),
                usual.followLinks(),
                usual.threads(),
                usual.maxBytesAhead(),
                usual.maxEventsInFlight(),
                usual.archive());
    }

    private static int fromTable(
            ImageFile labels, Map<String, ImageFile> files, Selection selection, List<LabelledImage> all) {
        CsvTable table = CsvTable.parse(LABELS, read(labels));
        requireColumn(table, "path");
        requireColumn(table, "label");
        if (!selection.set().isEmpty()) {
            requireColumn(table, "set");
        }
        if (!selection.groupColumn().isEmpty()) {
            requireColumn(table, selection.groupColumn());
        }
        String base = labels.path().substring(0, labels.path().length() - LABELS.length());
        Set<String> seen = new HashSet<>();
        int missing = 0;
        for (int row = 0; row < table.rows(); row++) {
            String path = base + table.cell(row, "path").replace('\\', '/');
            String label = table.cell(row, "label");
            boolean wanted = !label.isEmpty()
                    && (selection.set().isEmpty() || table.cell(row, "set").equals(selection.set()))
                    && (selection.classes().isEmpty() || selection.classes().contains(label));
            if (!wanted) {
                continue;
            }
            if (!seen.add(path)) {
                throw new IllegalArgumentException("%s names %s twice".formatted(LABELS, path));
            }
            ImageFile file = files.get(path);
            if (file == null) {
                missing++;
                continue;
            }
            String group = selection.groupColumn().isEmpty() ? "" : table.cell(row, selection.groupColumn());
            all.add(new LabelledImage(path, label, group.isEmpty() ? path : group, file));
        }
        return missing;
    }

    private static int fromFolders(List<ImageFile> files, Selection selection, List<LabelledImage> all) {
        if (!selection.set().isEmpty() || !selection.groupColumn().isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no %s to choose a set or groups from; classes are folders".formatted(LABELS));
        }
        for (ImageFile file : files) {
            int end = file.path().lastIndexOf('/');
            if (end > 0 && !file.path().endsWith(".csv")) {
                String label = file.path().substring(file.path().lastIndexOf('/', end - 1) + 1, end);
                if (selection.classes().isEmpty() || selection.classes().contains(label)) {
                    all.add(new LabelledImage(file.path(), label, file.path(), file));
                }
            }
        }
        return 0;
    }

    private static void requireClasses(Path path, Selection selection, List<LabelledImage> all) {
        Set<String> found = new HashSet<>();
        all.forEach(image -> found.add(image.label()));
        for (String wanted : selection.classes()) {
            if (!found.contains(wanted)) {
                throw new IllegalArgumentException("%s has no picture of the class %s".formatted(path, wanted));
            }
        }
        if (found.size() < 2) {
            throw new IllegalArgumentException(("%s has pictures of %d classes%s, must be at least 2: a sub-folder for"
                            + " each class, or a labels.csv with columns path and label")
                    .formatted(path, found.size(), selection.set().isEmpty() ? "" : " in the set " + selection.set()));
        }
    }

    private static void requireColumn(CsvTable table, String column) {
        if (!table.has(column)) {
            throw new IllegalArgumentException(
                    "%s has columns %s, and none named %s".formatted(LABELS, table.headings(), column));
        }
    }

    private static String read(ImageFile labels) {
        try {
            return new String(labels.content().read(MAX_LABELS_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new TransientFailure("%s cannot be read: %s".formatted(labels.path(), e), e);
        }
    }

    /** The selected images, by path. */
    public List<LabelledImage> images() {
        return images;
    }

    /** How many images labels.csv names that are not there. */
    public int missing() {
        return missing;
    }

    @Override
    public void close() {
        source.close();
    }
}
