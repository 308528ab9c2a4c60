package org.lookalike.intake.accept;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegSegmentReader;
import com.drew.imaging.jpeg.JpegSegmentType;
import com.drew.imaging.png.PngChunk;
import com.drew.imaging.png.PngChunkReader;
import com.drew.imaging.png.PngChunkType;
import com.drew.imaging.riff.RiffReader;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from its Exif metadata when an image was taken: DateTimeOriginal with SubSecTimeOriginal and OffsetTimeOriginal, of JPEG,
 * TIFF, PNG and WebP. Metadata that cannot be read tells nothing and refuses nothing. Thread-safe.
 */
public final class ExifDates {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExifDates.class);
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    private static final int MAX_FRACTION_DIGITS = 9;

    private final ExifDateConfig config;

    public ExifDates(ExifDateConfig config) {
        this.config = config;
    }

    /**
     * When an image was taken.
     *
     * @param now later dates are not used, nor are those before the configured earliest one
     */
    public Optional<CaptureDate> read(byte[] image, Instant now) {
        try {
            for (byte[] tiff : exif(image)) {
                Metadata metadata = new Metadata();
                new TiffReader().processTiff(new ByteArrayReader(tiff), new ExifDateTags(metadata), 0);
                for (Directory directory : metadata.getDirectoriesOfType(ExifDirectoryBase.class)) {
                    Optional<CaptureDate> date = date(directory).filter(found -> isPlausible(found.instant(), now));
                    if (date.isPresent()) {
                        return date;
                    }
                }
            }
        } catch (IOException | ImageProcessingException | RuntimeException e) {
            // The library fails in many ways on metadata that no program should have written.
            LOGGER.debug("no date can be read of the Exif metadata", e);
        }
        return Optional.empty();
    }

    private boolean isPlausible(Instant date, Instant now) {
        return !date.isAfter(now)
                && !date.isBefore(config.earliest().atStartOfDay(config.zone()).toInstant());
    }

    /** The blocks of Exif metadata, each as a TIFF. */
    private static List<byte[]> exif(byte[] image) throws IOException, ImageProcessingException {
        FileType type = FileTypeDetector.detectFileType(new BufferedInputStream(new ByteArrayInputStream(image)));
        List<byte[]> blocks = new ArrayList<>();
        switch (type) {
            case Jpeg ->
                JpegSegmentReader.readSegments(new SequentialByteArrayReader(image), List.of(JpegSegmentType.APP1))
                        .getSegments(JpegSegmentType.APP1)
                        .forEach(segment -> {
                            if (ExifReader.startsWithJpegExifPreamble(segment)) {
                                blocks.add(withoutPreamble(segment));
                            }
                        });
            case Png -> {
                for (PngChunk chunk :
                        new PngChunkReader().extract(new SequentialByteArrayReader(image), Set.of(PngChunkType.eXIf))) {
                    blocks.add(chunk.getBytes());
                }
            }
            case WebP -> new RiffReader().processRiff(new SequentialByteArrayReader(image), new ExifChunks(blocks));
            // A plain TIFF may begin like one of a camera's own format.
            case Tiff, Arw, Cr2, Nef, Orf, Rw2 -> blocks.add(image);
            default -> {
                // The other formats have no Exif metadata.
            }
        }
        return blocks;
    }

    /** Some programs write the beginning of a JPEG's segment in other formats, too. */
    static byte[] withoutPreamble(byte[] block) {
        int length = ExifReader.JPEG_SEGMENT_PREAMBLE.length();
        return ExifReader.startsWithJpegExifPreamble(block) ? Arrays.copyOfRange(block, length, block.length) : block;
    }

    private Optional<CaptureDate> date(Directory directory) {
        String text = text(directory, ExifDirectoryBase.TAG_DATETIME_ORIGINAL);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.parse(text, DATE_TIME)
                    .plusNanos(nanos(text(directory, ExifDirectoryBase.TAG_SUBSECOND_TIME_ORIGINAL)));
            Optional<ZoneId> offset = offset(text(directory, ExifDirectoryBase.TAG_TIME_ZONE_ORIGINAL));
            return Optional.of(
                    new CaptureDate(local.atZone(offset.orElse(config.zone())).toInstant(), offset.isPresent()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Digits after the decimal point. */
    private static long nanos(String fraction) {
        if (fraction.isEmpty() || !fraction.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return 0;
        }
        String digits = fraction.length() > MAX_FRACTION_DIGITS ? fraction.substring(0, MAX_FRACTION_DIGITS) : fraction;
        return Long.parseLong(digits + "0".repeat(MAX_FRACTION_DIGITS - digits.length()));
    }

    private static Optional<ZoneId> offset(String offset) {
        try {
            return Optional.of(ZoneOffset.of(offset));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A text without the spaces and zeros by which cameras fill it. */
    private static String text(Directory directory, int tag) {
        @Nullable String text = directory.getString(tag, StandardCharsets.ISO_8859_1.name());
        return Objects.requireNonNullElse(text, "").replace('\0', ' ').strip();
    }
}
