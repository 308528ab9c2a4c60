package org.lookalike.intake.folder;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Makes text of file names. On Linux they are bytes that need not be text, and Java decodes them by the locale and replaces
 * what it cannot decode, so that two names become one. Here the same bytes give the same text whatever the locale: UTF-8,
 * and each byte that is not UTF-8 as {@code %E4}.
 */
final class FileNames {
    private static final char REPLACEMENT = '\uFFFD';
    private static final String LOCALE_CHARSET = System.getProperty("sun.jnu.encoding", "");

    private FileNames() {}

    /**
     * A name as text.
     *
     * @param text without anything that is not Unicode
     * @param escaped whether some of its bytes are no text and were escaped
     */
    record Name(String text, boolean escaped) {}

    /**
     * The path of a file below a folder, with slashes.
     *
     * @param folder absolute
     * @param file absolute, below the folder
     */
    static Name relative(Path folder, Path file) {
        String text = folder.relativize(file).toString();
        if (LOCALE_CHARSET.equalsIgnoreCase(StandardCharsets.UTF_8.name()) && text.indexOf(REPLACEMENT) < 0) {
            return new Name(text.replace(file.getFileSystem().getSeparator(), "/"), false);
        }
        // Only the URI of a path tells its bytes.
        String from = file.toUri().getRawPath();
        String below = from.substring(withSlash(folder.toUri().getRawPath()).length());
        return decode(percentDecoded(below.endsWith("/") ? below.substring(0, below.length() - 1) : below));
    }

    private static String withSlash(String path) {
        return path.endsWith("/") ? path : path + "/";
    }

    private static byte[] percentDecoded(String path) {
        // A plus sign is itself in a path, but not in the forms that the decoder is made for.
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** UTF-8, with each other byte escaped. */
    static Name decode(byte[] bytes) {
        return decode(bytes, StandardCharsets.UTF_8);
    }

    /** The text of bytes in a character set, with each byte that is none of it escaped. */
    static Name decode(byte[] bytes, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length * 3 + 1);
        boolean escaped = false;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                decoder.flush(out);
                return new Name(out.flip().toString(), escaped);
            }
            escaped = true;
            for (int left = result.length(); left > 0; left--) {
                out.put("%%%02X".formatted(in.get() & 0xff));
            }
            decoder.reset();
        }
    }
}
