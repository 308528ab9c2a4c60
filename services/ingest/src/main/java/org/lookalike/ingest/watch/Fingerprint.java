package org.lookalike.ingest.watch;

import org.lookalike.intake.folder.ImageFile;

/** Detects that a file has changed, without reading it. */
record Fingerprint(long sizeBytes, long modifiedMillis) {
    static Fingerprint of(ImageFile file) {
        return new Fingerprint(file.sizeBytes(), file.modifiedAt().toEpochMilli());
    }
}
