package org.lookalike.cli.spaces;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.spaces.AlertSummary;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.Json;
import org.lookalike.events.Alert;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Alerts: what needs a person. */
@Command(name = "alerts", description = "List alerts: novel pictures, drifting sources, new clusters.")
public final class AlertsCommand implements Callable<Integer> {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Option(names = "--follow", description = "Keep printing new alerts until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only NOVEL, DRIFT, CLUSTER_BIRTH, AUDIT or another kind; may be repeated.")
    private List<String> kinds = List.of();

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Only alerts since an instant (2026-01-31T12:00:00Z) or within a duration (30m, 12h, 7d).")
    private @Nullable String since;

    @Override
    public Integer call() {
        Instant from = since == null ? Instant.MIN : instant(since, InstantSource.system());
        Consumer<Alert> print = alert ->
                Console.line(options.json() ? Json.oneLine(AlertSummary.of(alert)) : text(AlertSummary.of(alert)));
        try (SpaceTopics topics = options.topics()) {
            if (follow) {
                Ordered ordered = new Ordered(print);
                topics.followAlerts(
                        alert -> {
                            if (isWanted(alert, from)) {
                                ordered.accept(alert);
                            }
                        },
                        ordered::caughtUp);
            } else {
                topics.alerts().stream().filter(alert -> isWanted(alert, from)).forEach(print);
            }
        }
        return 0;
    }

    private boolean isWanted(Alert alert, Instant from) {
        return !alert.getAt().isBefore(from)
                && (kinds.isEmpty() || kinds.stream().anyMatch(kind -> kind.equalsIgnoreCase(alert.getKind())));
    }

    /** An instant, or so long before now. */
    static Instant instant(String text, InstantSource clock) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long amount = Long.parseLong(ago.group(1));
            Duration back = switch (ago.group(2)) {
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
            return clock.instant().minus(back);
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--since is '%s', must be an instant such as 2026-01-31T12:00:00Z, or 30m, 12h or 7d"
                            .formatted(text),
                    e);
        }
    }

    static String text(AlertSummary alert) {
        return String.format(
                Locale.ROOT,
                "%-24s %-13s %s (%.4f, threshold %.4f%s)",
                alert.at(),
                alert.kind(),
                alert.message(),
                alert.value(),
                alert.threshold(),
                alert.suppressed() == 0 ? "" : ", %,d more suppressed".formatted(alert.suppressed()));
    }

    /** Passes on the alerts that were there at first in the order of their times, and later ones as they come. */
    static final class Ordered implements Consumer<Alert> {
        private final Consumer<Alert> next;
        private final List<Alert> past = new ArrayList<>();
        private boolean live;

        Ordered(Consumer<Alert> next) {
            this.next = next;
        }

        @Override
        public void accept(Alert alert) {
            if (live) {
                next.accept(alert);
            } else {
                past.add(alert);
            }
        }

        void caughtUp() {
            past.stream().sorted(Comparator.comparing(Alert::getAt)).forEach(next);
            past.clear();
            live = true;
        }
    }
}
