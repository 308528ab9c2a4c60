package org.lookalike.intake.accept;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How the date in a picture's Exif metadata is understood.
 *
 * @param zone the time zone of cameras that write none
 * @param earliest earlier dates are those of a clock that was reset
 */
public record ExifDateConfig(ZoneId zone, LocalDate earliest) {
    private static final Setting<String> ZONE = Setting.required(
                    "ingest.exif.time-zone",
                    "UTC",
                    "The time zone of dates in Exif metadata that have no offset; only where the publisher names no date.")
            .where("a time zone such as Europe/Berlin or +09:00", zone -> isValid(() -> ZoneId.of(zone)));
    private static final Setting<String> EARLIEST = Setting.required(
                    "ingest.exif.earliest",
                    "1990-01-01",
                    "Earlier dates in Exif metadata are not used: there were no digital cameras, and a reset clock"
                            + " begins in 1970 or 1980.")
            .where("a date such as 1990-01-01", date -> isValid(() -> LocalDate.parse(date)));

    public static ExifDateConfig from(Settings settings) {
        return new ExifDateConfig(ZoneId.of(settings.get(ZONE)), LocalDate.parse(settings.get(EARLIEST)));
    }

    /** What holds without any settings. */
    public static ExifDateConfig defaults() {
        return Settings.read(List.of(), Map.of(), ExifDateConfig::from).config();
    }

    private static boolean isValid(Runnable parsing) {
        try {
            parsing.run();
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
