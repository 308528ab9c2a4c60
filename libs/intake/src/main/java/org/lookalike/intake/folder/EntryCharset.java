package org.lookalike.intake.folder;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * Finds out the character set of an archive's names where the archive does not tell it. Archives of Windows have the names in
 * the character set of the machine's country; those of the Zip specification in IBM437.
 */
final class EntryCharset {
    private static final Charset IBM437 = Charset.forName("IBM437");
    /** Shift-JIS as Windows writes it. */
    private static final Charset SHIFT_JIS = Charset.forName("windows-31j");

    private static final int FIRST_KANA_OR_PUNCTUATION = 0x3000;
    private static final int LAST_KANA = 0x30ff;
    private static final int FIRST_HALF_WIDTH_KANA = 0xff61;
    private static final int LAST_HALF_WIDTH_KANA = 0xff9f;

    private final Charset otherThanUtf8;
    private final boolean fixed;

    private EntryCharset(Charset otherThanUtf8, boolean fixed) {
        this.otherThanUtf8 = otherThanUtf8;
        this.fixed = fixed;
    }

    /** One character set for all names of an archive, as one machine wrote them. */
    static EntryCharset of(ArchiveConfig config, Collection<EntryName> names) {
        if (config.fixedCharset().isPresent()) {
            return new EntryCharset(config.fixedCharset().get(), true);
        }
        List<byte[]> foreign = names.stream()
                .filter(name -> name.text().isEmpty())
                .map(EntryName::bytes)
                .filter(bytes -> !isText(bytes, StandardCharsets.UTF_8))
                .toList();
        boolean japanese = foreign.stream().allMatch(bytes -> isText(bytes, SHIFT_JIS)) && looksJapanese(foreign);
        return new EntryCharset(japanese ? SHIFT_JIS : IBM437, false);
    }

    /** A name as text. */
    String decode(EntryName name) {
        if (!name.text().isEmpty()) {
            return name.text();
        }
        boolean utf8 = !fixed && isText(name.bytes(), StandardCharsets.UTF_8);
        return FileNames.decode(name.bytes(), utf8 ? StandardCharsets.UTF_8 : otherThanUtf8)
                .text();
    }

    private static boolean isText(byte[] bytes, Charset charset) {
        return !FileNames.decode(bytes, charset).escaped();
    }

    /**
     * An umlaut of IBM437 and the letter after it often are a Japanese character, too, but seldom two side by side; Japanese
     * words have several.
     */
    private static boolean looksJapanese(List<byte[]> names) {
        int alone = 0;
        int together = 0;
        for (byte[] bytes : names) {
            String text = FileNames.decode(bytes, SHIFT_JIS).text();
            for (int at = 0; at < text.length(); at++) {
                if (isJapanese(text, at)) {
                    if (isJapanese(text, at - 1) || isJapanese(text, at + 1)) {
                        together++;
                    } else {
                        alone++;
                    }
                }
            }
        }
        return together > alone;
    }

    private static boolean isJapanese(String text, int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char character = text.charAt(at);
        return Character.isIdeographic(character)
                || (character >= FIRST_KANA_OR_PUNCTUATION && character <= LAST_KANA)
                || (character >= FIRST_HALF_WIDTH_KANA && character <= LAST_HALF_WIDTH_KANA);
    }
}
