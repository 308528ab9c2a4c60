package org.lookalike.imaging.decode;

import static java.util.Map.entry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** Tells what bytes are by looking at them, never at a name; throws the one fitting reason if they are no image. */
final class ContentSniffer {
    private static final String PNG_SIGNATURE = "\u0089PNG\r\n\u001a\n";
    private static final String JPEG_SIGNATURE = "\u00ff\u00d8\u00ff";
    private static final List<String> GIF_SIGNATURES = List.of("GIF87a", "GIF89a");
    private static final int TAR_MAGIC_OFFSET = 257;
    private static final int DICOM_MAGIC_OFFSET = 128;
    private static final int TEXT_SAMPLE = 4096;

    private static final Map<String, String> ARCHIVES = Map.of(
            "PK\u0003\u0004", "ZIP",
            "PK\u0005\u0006", "empty ZIP",
            "\u001f\u008b", "gzip",
            "BZh", "bzip2",
            "\u00fd7zXZ\u0000", "xz",
            "7z\u00bc\u00af'\u001c", "7-Zip",
            "Rar!\u001a\u0007", "RAR",
            "(\u00b5/\u00fd", "Zstandard",
            "%PDF-", "PDF");

    /** The brands of files that are boxes in boxes, by what follows ftyp. */
    private static final Map<String, String> BRANDS = Map.of(
            "avif", "AVIF",
            "avis", "AVIF",
            "heic", "HEIC",
            "heix", "HEIC",
            "hevc", "HEIC",
            "mif1", "HEIF",
            "msf1", "HEIF",
            "qt  ", "a QuickTime video",
            "isom", "an MP4 video",
            "mp42", "an MP4 video");

    private static final Map<String, String> OTHER_FORMATS = Map.ofEntries(
            entry("\u0000\u0000\u0000\u000cjP  ", "JPEG 2000"),
            entry("\u00ffO\u00ffQ", "JPEG 2000"),
            entry("\u0000\u0000\u0000\u000cJXL ", "JPEG XL"),
            entry("\u00ff\n", "JPEG XL"),
            entry("II\u00bc", "JPEG XR"),
            entry("8BPS", "Photoshop"),
            entry("v/1\u0001", "OpenEXR"),
            entry("DDS ", "DDS"),
            entry("\u0000\u0000\u0001\u0000", "an icon"),
            entry("SIMPLE  =", "FITS"),
            entry("\u00d7\u00cd\u00c6\u009a", "WMF"),
            entry("\u001aE\u00df\u00a3", "a Matroska video"));

    private ContentSniffer() {}

    static ImageFormat sniff(ByteView view) {
        if (view.length() == 0) {
            throw new PermanentFailure(ErrorCode.IMAGE_EMPTY, "the picture has no bytes");
        }
        ImageFormat format = format(view);
        if (format != null) {
            return format;
        }
        if (allZero(view.bytes())) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_BLANK_BYTES, "all %d bytes of the picture are zero".formatted(view.length()));
        }
        String archive = archive(view);
        if (archive != null) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_IS_ARCHIVE, "the %d bytes are of type %s".formatted(view.length(), archive));
        }
        if (isCutSignature(view)) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_TRUNCATED_HEADER,
                    "the picture ends inside its signature, after %d bytes".formatted(view.length()));
        }
        if (isText(view.bytes())) {
            throw new PermanentFailure(ErrorCode.IMAGE_IS_TEXT, "the %d bytes are text".formatted(view.length()));
        }
        throw new PermanentFailure(
                ErrorCode.IMAGE_UNKNOWN_FORMAT,
                "the %d bytes are %s; %s are read".formatted(view.length(), otherFormat(view), ImageFormat.titles()));
    }

    private static @Nullable ImageFormat format(ByteView view) {
        if (view.startsWith(0, JPEG_SIGNATURE)) {
            return ImageFormat.JPEG;
        }
        if (view.startsWith(0, PNG_SIGNATURE)) {
            return ImageFormat.PNG;
        }
        if (GIF_SIGNATURES.stream().anyMatch(signature -> view.startsWith(0, signature))) {
            return ImageFormat.GIF;
        }
        if (BmpHeader.recognises(view)) {
            return ImageFormat.BMP;
        }
        if (TiffStructure.recognises(view)) {
            return ImageFormat.TIFF;
        }
        if (WebpStructure.recognises(view)) {
            return ImageFormat.WEBP;
        }
        return PnmHeader.recognises(view) ? ImageFormat.PNM : null;
    }

    private static boolean isCutSignature(ByteView view) {
        // A single byte says too little: "G" and "B" are likelier to be text.
        return view.isBeginningOf(JPEG_SIGNATURE)
                || view.isBeginningOf(PNG_SIGNATURE)
                || (view.length() > 2 && GIF_SIGNATURES.stream().anyMatch(view::isBeginningOf));
    }

    private static @Nullable String archive(ByteView view) {
        for (Map.Entry<String, String> archive : ARCHIVES.entrySet()) {
            if (view.startsWith(0, archive.getKey())) {
                return archive.getValue();
            }
        }
        return view.startsWith(TAR_MAGIC_OFFSET, "ustar") ? "tar" : null;
    }

    private static String otherFormat(ByteView view) {
        if (view.startsWith(4, "ftyp")) {
            for (Map.Entry<String, String> brand : BRANDS.entrySet()) {
                if (view.startsWith(8, brand.getKey())) {
                    return brand.getValue();
                }
            }
            return "HEIF, AVIF or a video";
        }
        for (Map.Entry<String, String> other : OTHER_FORMATS.entrySet()) {
            if (view.startsWith(0, other.getKey())) {
                return other.getValue();
            }
        }
        return view.startsWith(DICOM_MAGIC_OFFSET, "DICM") ? "DICOM" : "of an unknown format";
    }

    private static boolean allZero(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] bytes) {
        int length = Math.min(bytes.length, TEXT_SAMPLE);
        boolean utf16 = length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        if (utf16) {
            return isReadable(bytes, length & ~1, true);
        }
        return isReadable(bytes, length, false);
    }

    private static boolean isReadable(byte[] bytes, int length, boolean utf16) {
        var decoder = (utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        // The sample may end inside a character of up to four bytes.
        for (int cut = 0; cut < 4 && cut < length; cut++) {
            if (cut > 0 && length == bytes.length) {
                return false;
            }
            try {
                return decoder.decode(ByteBuffer.wrap(bytes, 0, length - cut))
                        .chars()
                        .allMatch(ContentSniffer::isPrintable);
            } catch (CharacterCodingException e) {
                decoder.reset();
            }
        }
        return false;
    }

    private static boolean isPrintable(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || character == '\f'
                || !Character.isISOControl(character);
    }
}
