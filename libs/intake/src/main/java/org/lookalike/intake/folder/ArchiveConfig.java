package org.lookalike.intake.folder;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Optional;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * How archives are read.
 *
 * @param charset of the names for which an archive does not say it; {@link #DETECT} to find it out
 * @param maxEntries how many files an archive may have
 * @param maxBytes how many bytes an archive's files may have together
 * @param maxRatio how many times as many bytes as the archive itself its files may have together
 */
public record ArchiveConfig(String charset, int maxEntries, long maxBytes, int maxRatio) {
    /** Stands for the character set that the names themselves suggest. */
    static final String DETECT = "detect";

    /** Below so many bytes, a few blank pictures are no bomb, however small they are compressed. */
    private static final long RATIO_FLOOR = 256L << 20;

    private static final Setting<String> CHARSET = Setting.required(
                    "ingest.archive.charset",
                    DETECT,
                    "The character set of an archive's names where the archive does not say that they are UTF-8, such as"
                            + " Shift_JIS, IBM850 or GBK; detect takes UTF-8 where they are that, else Shift-JIS or IBM437.")
            .where("detect or a character set that Java knows", text -> text.equals(DETECT) || isKnown(text));
    private static final Setting<Integer> MAX_ENTRIES = Setting.integer(
            "ingest.archive.max-entries",
            1,
            10_000_000,
            500_000,
            "Maximum number of files in an archive; one with more is refused as a whole.");
    private static final Setting<Long> MAX_BYTES = Setting.bytes(
            "ingest.archive.max-bytes",
            1,
            16L << 40,
            "256GiB",
            "Maximum number of bytes of an archive's files together, inflated; those beyond it are refused. A tar.gz"
                    + " takes as much in the folder for temporary files while it is indexed.");
    private static final Setting<Integer> MAX_RATIO = Setting.integer(
            "ingest.archive.max-ratio",
            1,
            1_000_000,
            200,
            "How many times as many bytes as the archive itself its files may have together, once they have more than"
                    + " 256 MiB; those beyond it are refused.");

    public ArchiveConfig {
        CHARSET.require(charset);
        MAX_ENTRIES.require(maxEntries);
        MAX_BYTES.require(maxBytes);
        MAX_RATIO.require(maxRatio);
    }

    public static ArchiveConfig from(Settings settings) {
        return new ArchiveConfig(
                settings.get(CHARSET), settings.get(MAX_ENTRIES), settings.get(MAX_BYTES), settings.get(MAX_RATIO));
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    /** The character set, or nothing where it is to be detected. */
    Optional<Charset> fixedCharset() {
        return charset.equals(DETECT) ? Optional.empty() : Optional.of(Charset.forName(charset));
    }

    /** @throws PermanentFailure INVALID_FIELD above the number of files */
    void requireEntries(int count) {
        if (count > maxEntries) {
            throw FieldRules.invalid(
                    "the archive has more than %d files, the limit (%s)".formatted(maxEntries, MAX_ENTRIES.key()));
        }
    }

    /** Whether an archive may have so many bytes inflated. */
    boolean allows(long inflatedBytes, long archiveBytes) {
        return inflatedBytes <= maxBytes
                && (inflatedBytes <= RATIO_FLOOR || inflatedBytes / maxRatio <= Math.max(1, archiveBytes));
    }

    /** The failure of what an archive has beyond the limits. */
    PermanentFailure beyondLimits(long inflatedBytes, long archiveBytes) {
        return new PermanentFailure(
                ErrorCode.IMAGE_TOO_MANY_BYTES,
                "the archive has %d bytes inflated up to here, limit %d (%s) and %d times its own %d (%s)"
                        .formatted(inflatedBytes, maxBytes, MAX_BYTES.key(), maxRatio, archiveBytes, MAX_RATIO.key()));
    }
}
