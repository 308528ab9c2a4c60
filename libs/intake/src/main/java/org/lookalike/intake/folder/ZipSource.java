package org.lookalike.intake.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.UnsupportedZipFeatureException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of a ZIP archive, read without unpacking. */
final class ZipSource implements ImageSource {
    private static final Logger LOGGER = LoggerFactory.getLogger(ZipSource.class);

    private final ZipFile archive;
    private final List<ImageFile> files;

    private ZipSource(ZipFile archive, List<ImageFile> files) {
        this.archive = archive;
        this.files = files;
    }

    static ZipSource open(Path path, String baseName, String source, FolderConfig options) throws IOException {
        ZipFile archive = archive(path);
        try {
            ArchiveListing listing = new ArchiveListing(options.archive(), Files.size(path));
            for (ZipArchiveEntry entry : Collections.list(archive.getEntries())) {
                if (!entry.isDirectory() && !entry.isUnixSymlink()) {
                    long millis = entry.getTime();
                    listing.add(
                            name(entry),
                            entry.getSize(),
                            millis < 0 ? Instant.EPOCH : Instant.ofEpochMilli(millis),
                            maxBytes -> read(archive, entry, maxBytes));
                }
            }
            return new ZipSource(archive, listing.files(baseName, source, options));
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    private static ZipFile archive(Path path) throws IOException {
        try {
            return ZipFile.builder()
                    .setPath(path)
                    .setCharset(StandardCharsets.UTF_8)
                    .setUseUnicodeExtraFields(true)
                    // Otherwise one damaged entry refuses the whole archive.
                    .setIgnoreLocalFileHeader(true)
                    .get();
        } catch (IOException | RuntimeException e) {
            if (!Files.isReadable(path)) {
                throw e;
            }
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "%s is neither a folder nor a valid archive: %s".formatted(path, e.getMessage()),
                    e);
        }
    }

    private static EntryName name(ZipArchiveEntry entry) {
        byte[] bytes = entry.getRawName();
        if (bytes == null) {
            return EntryName.of(entry.getName());
        }
        if (entry.getGeneralPurposeBit().usesUTF8ForNames()) {
            return EntryName.utf8(bytes);
        }
        // A field that belongs to another name is a leftover of a program that renamed the entry and did not know it.
        return entry.getExtraField(UnicodePathExtraField.UPATH_ID) instanceof UnicodePathExtraField unicode
                        && unicode.getNameCRC32() == checksum(bytes)
                ? EntryName.utf8(unicode.getUnicodeName())
                : EntryName.undeclared(bytes);
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

    private static byte[] read(ZipFile archive, ZipArchiveEntry entry, long maxBytes) {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new PermanentFailure(ErrorCode.ARCHIVE_ENTRY_UNREADABLE, "the archive's entry is encrypted");
        }
        if (entry.getSize() > maxBytes) {
            throw BoundedRead.tooManyBytes(entry.getSize(), maxBytes);
        }
        byte[] bytes;
        try (InputStream in = archive.getInputStream(entry)) {
            bytes = BoundedRead.all(in, maxBytes);
        } catch (UnsupportedZipFeatureException e) {
            throw new PermanentFailure(
                    ErrorCode.ARCHIVE_ENTRY_UNREADABLE,
                    "the archive's entry is packed by the unknown method %d".formatted(entry.getMethod()),
                    e);
        } catch (PermanentFailure e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library's decoders of rare methods also fail by other exceptions.
            throw new PermanentFailure(ErrorCode.IMAGE_CORRUPT, "the archive's entry cannot be inflated: " + e, e);
        }
        if (bytes.length != entry.getSize() || checksum(bytes) != entry.getCrc()) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_CORRUPT,
                    "the archive's entry has %d bytes and checksum %08x, must have %d and %08x"
                            .formatted(bytes.length, checksum(bytes), entry.getSize(), entry.getCrc()));
        }
        return bytes;
    }

    private static long checksum(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return checksum.getValue();
    }
}
