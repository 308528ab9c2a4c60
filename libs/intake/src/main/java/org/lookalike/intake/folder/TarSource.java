package org.lookalike.intake.folder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of a tar archive. A compressed one is inflated into one temporary file first, because its entries are read in
 * the order of their names. Of a damaged archive, what comes before the damage is read.
 */
final class TarSource implements ImageSource {
    /** The length of a tar archive's header records. */
    static final int RECORD_BYTES = 512;

    private static final Logger LOGGER = LoggerFactory.getLogger(TarSource.class);
    private static final int COPY_BYTES = 64 << 10;
    /** What the library puts in place of bytes that are not UTF-8. */
    private static final String REPLACEMENTS = "?\uFFFD";

    private final SeekableByteChannel archive;
    private final List<ImageFile> files;

    private TarSource(SeekableByteChannel archive, List<ImageFile> files) {
        this.archive = archive;
        this.files = files;
    }

    /**
     * What a scan of the archive found.
     *
     * @param entries in the archive's order
     * @param offsets where the bytes of each begin
     * @param damage what ended the scan early, or null
     */
    private record Scan(
            List<TarArchiveEntry> entries,
            List<Long> offsets,
            @Nullable PermanentFailure damage) {}

    /** Whether a file's first bytes are the header of a tar archive. */
    static boolean isTar(byte[] head) {
        try {
            return head.length == RECORD_BYTES && head[0] != 0 && TarUtils.verifyCheckSum(head);
        } catch (IllegalArgumentException e) {
            // Where the checksum would be is no number.
            return false;
        }
    }

    static TarSource open(Path path, String baseName, String source, FolderConfig options) throws IOException {
        SeekableByteChannel archive = Files.newByteChannel(path);
        try {
            return of(archive, Files.size(path), null, baseName, source, options);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    static TarSource openCompressed(Path path, String baseName, String source, FolderConfig options)
            throws IOException {
        Path inflated = Files.createTempFile("lookalike-", ".tar");
        // Where the system can, the file has no name any more as soon as it is open, and no crash leaves it behind.
        SeekableByteChannel archive = Files.newByteChannel(
                inflated, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            PermanentFailure damage = inflate(path, archive, options.archive());
            archive.position(0);
            ByteBuffer head = ByteBuffer.allocate(RECORD_BYTES);
            Channels.newInputStream(archive).readNBytes(head.array(), 0, RECORD_BYTES);
            if (!isTar(head.array())) {
                throw FieldRules.invalid("%s is compressed, but no tar archive".formatted(path));
            }
            return of(archive, Files.size(path), damage, baseName, source, options);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /** @return what ended the inflating early, or null */
    private static @Nullable PermanentFailure inflate(Path path, SeekableByteChannel archive, ArchiveConfig config)
            throws IOException {
        // The library drops what a read has inflated before it meets the damage: so each reads one record only.
        byte[] buffer = new byte[RECORD_BYTES];
        long total = 0;
        long compressed = Files.size(path);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(archive), COPY_BYTES);
        try (InputStream file = Files.newInputStream(path);
                InputStream in = inflating(file)) {
            while (true) {
                int read;
                try {
                    read = in.read(buffer);
                } catch (IOException | RuntimeException e) {
                    return damaged(e);
                }
                if (read < 0) {
                    return null;
                }
                total += read;
                if (!config.allows(total, compressed)) {
                    return config.beyondLimits(total, compressed);
                }
                out.write(buffer, 0, read);
            }
        } finally {
            out.flush();
        }
    }

    private static InputStream inflating(InputStream file) {
        try {
            return GzipCompressorInputStream.builder()
                    .setInputStream(file)
                    .setDecompressConcatenated(true)
                    .get();
        } catch (IOException | RuntimeException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "the compressed archive's header is damaged: " + e.getMessage(), e);
        }
    }

    private static TarSource of(
            SeekableByteChannel archive,
            long archiveBytes,
            @Nullable PermanentFailure damageBefore,
            String baseName,
            String source,
            FolderConfig options)
            throws IOException {
        Scan scan = scan(archive, StandardCharsets.UTF_8, options.archive());
        List<EntryName> names = names(archive, scan, options.archive());
        ArchiveListing listing = new ArchiveListing(options.archive(), archiveBytes);
        for (int index = 0; index < names.size(); index++) {
            TarArchiveEntry entry = scan.entries().get(index);
            if (isFile(entry)) {
                long offset = scan.offsets().get(index);
                listing.add(
                        names.get(index),
                        entry.getSize(),
                        entry.getLastModifiedTime().toInstant(),
                        maxBytes -> read(archive, entry, offset, maxBytes));
            }
        }
        PermanentFailure damage = damageBefore == null ? scan.damage() : damageBefore;
        if (damage != null) {
            listing.addRest(damage);
        }
        return new TarSource(archive, listing.files(baseName, source, options));
    }

    private static Scan scan(SeekableByteChannel archive, Charset charset, ArchiveConfig config) throws IOException {
        archive.position(0);
        List<TarArchiveEntry> entries = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        // Not closed, as that would close the archive. It reads record by record, no further than the header.
        TarArchiveInputStream in =
                new TarArchiveInputStream(Channels.newInputStream(archive), RECORD_BYTES, RECORD_BYTES, charset.name());
        try {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.add(entry);
                offsets.add(archive.position());
                config.requireEntries(entries.size());
            }
            return new Scan(entries, offsets, null);
        } catch (PermanentFailure e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return new Scan(entries, offsets, damaged(e));
        }
    }

    /**
     * The names as bytes. The library decodes them, by a character set that holds for some entries and not for others; where
     * it replaced something, a second scan by a character set that has each byte tells what.
     */
    private static List<EntryName> names(SeekableByteChannel archive, Scan scan, ArchiveConfig config)
            throws IOException {
        List<EntryName> names = new ArrayList<>();
        @Nullable Scan bytewise = null;
        for (int index = 0; index < scan.entries().size(); index++) {
            String text = scan.entries().get(index).getName();
            boolean replaced = text.chars().anyMatch(character -> REPLACEMENTS.indexOf(character) >= 0);
            if (replaced && bytewise == null) {
                bytewise = scan(archive, StandardCharsets.ISO_8859_1, config);
            }
            String single =
                    replaced && bytewise != null ? bytewise.entries().get(index).getName() : text;
            names.add(
                    single.equals(text)
                            ? EntryName.of(text)
                            : EntryName.undeclared(single.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return names;
    }

    private static PermanentFailure damaged(Exception e) {
        return new PermanentFailure(
                ErrorCode.IMAGE_CORRUPT, "the archive is damaged, and what follows cannot be read: " + e, e);
    }

    /** Devices and symbolic links have no bytes of their own, as in a folder; a hard link stands for some. */
    private static boolean isFile(TarArchiveEntry entry) {
        return entry.isLink() || (entry.isFile() && !entry.isSymbolicLink());
    }

    private static byte[] read(SeekableByteChannel archive, TarArchiveEntry entry, long offset, long maxBytes)
            throws IOException {
        if (entry.isLink() || entry.isSparse()) {
            throw new PermanentFailure(
                    ErrorCode.ARCHIVE_ENTRY_UNREADABLE,
                    entry.isLink()
                            ? "the archive's entry is a link to '%s'"
                                    .formatted(FieldRules.shortened(entry.getLinkName()))
                            : "the archive's entry is a sparse file");
        }
        if (entry.getSize() > maxBytes) {
            throw BoundedRead.tooManyBytes(entry.getSize(), maxBytes);
        }
        archive.position(offset);
        byte[] bytes = Channels.newInputStream(archive).readNBytes((int) entry.getSize());
        if (bytes.length < entry.getSize()) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_CORRUPT,
                    "the archive ends after %d of the entry's %d bytes".formatted(bytes.length, entry.getSize()));
        }
        return bytes;
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
}
