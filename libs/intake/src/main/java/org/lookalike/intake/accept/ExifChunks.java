package org.lookalike.intake.accept;

import com.drew.imaging.riff.RiffHandler;
import java.util.List;

/**
 * Collects the Exif metadata of a WebP file.
 *
 * @param blocks is added to
 */
record ExifChunks(List<byte[]> blocks) implements RiffHandler {
    @Override
    public boolean shouldAcceptRiffIdentifier(String identifier) {
        return identifier.equals("WEBP");
    }

    @Override
    public boolean shouldAcceptChunk(String fourCc) {
        return fourCc.equals("EXIF");
    }

    @Override
    public boolean shouldAcceptList(String fourCc) {
        return false;
    }

    @Override
    public void processChunk(String fourCc, byte[] payload) {
        blocks.add(ExifDates.withoutPreamble(payload));
    }

    @Override
    public void addError(String message) {
        // What can be read is enough.
    }
}
