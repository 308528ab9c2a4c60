package org.lookalike.intake.accept;

import com.drew.lang.RandomAccessReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifTiffHandler;
import java.util.Set;

/**
 * Reads of Exif metadata only the tags of the date, within limits: neither nesting nor repetition can make a small file cost
 * much time or memory.
 */
final class ExifDateTags extends ExifTiffHandler {
    private static final Set<Integer> TAGS = Set.of(
            ExifDirectoryBase.TAG_DATETIME_ORIGINAL,
            ExifDirectoryBase.TAG_SUBSECOND_TIME_ORIGINAL,
            ExifDirectoryBase.TAG_TIME_ZONE_ORIGINAL);
    private static final int MAX_TEXT_BYTES = 64;
    /** The date is in the directory of Exif, below the first one. */
    private static final int MAX_DEPTH = 3;

    private static final int MAX_STEPS = 1_000_000;

    private int depth;
    private int steps;

    ExifDateTags(Metadata metadata) {
        super(metadata, null, 0);
    }

    @Override
    public boolean tryEnterSubIfd(int tagId) {
        countStep();
        if (depth >= MAX_DEPTH || !super.tryEnterSubIfd(tagId)) {
            return false;
        }
        depth++;
        return true;
    }

    @Override
    public void endingIFD() {
        depth--;
        super.endingIFD();
    }

    @Override
    public boolean hasFollowerIfd() {
        return false;
    }

    /** @return true for whatever is not to be read */
    @Override
    public boolean customProcessTag(
            int tagOffset,
            Set<Integer> processedIfdOffsets,
            int tiffHeaderOffset,
            RandomAccessReader reader,
            int tagId,
            int byteCount) {
        countStep();
        return !TAGS.contains(tagId) || byteCount > MAX_TEXT_BYTES;
    }

    private void countStep() {
        if (++steps > MAX_STEPS) {
            throw new IllegalStateException("the Exif metadata takes more than %d steps".formatted(MAX_STEPS));
        }
    }
}
