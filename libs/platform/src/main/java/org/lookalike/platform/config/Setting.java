package org.lookalike.platform.config;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One setting: its key, how its text is read, its default, the rule that it must obey and what it is for. Declared once,
 * as a constant of the record that holds its value: the record's {@code from} reads it by {@link Settings#get}, its
 * constructor checks it by {@link #require}, and docs/configuration.md is generated from these declarations.
 *
 * @param <T> the type of its value
 * @param key dotted lower-case name, for example {@code sink.batch.max-size}
 * @param parser reads the text; throws IllegalArgumentException for text that is none
 * @param defaultText what counts when nothing is set; must itself obey the rule
 * @param rule the rule in words, as it follows "must be"
 * @param accepts the rule
 * @param description one sentence for the operator
 * @param secret whether the value must never be shown
 */
public record Setting<T>(
        String key,
        Function<String, T> parser,
        String defaultText,
        String rule,
        Predicate<T> accepts,
        String description,
        boolean secret) {

    private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]*@");

    /** A whole number between two bounds, both included. */
    public static Setting<Integer> integer(String key, int min, int max, int defaultValue, String description) {
        return new Setting<>(
                key,
                Integer::valueOf,
                Integer.toString(defaultValue),
                "a whole number from %d to %d".formatted(min, max),
                value -> value >= min && value <= max,
                description,
                false);
    }

    /** A number of threads, 1 to a bound; 0, the default, stands for one per core of this machine. */
    public static Setting<Integer> threads(String key, int max, String description) {
        return new Setting<>(
                key,
                text -> {
                    int threads = Integer.parseInt(text);
                    return threads == 0 ? Math.min(max, Runtime.getRuntime().availableProcessors()) : threads;
                },
                "0",
                "a whole number from 1 to %d, or 0 for one per core".formatted(max),
                value -> value >= 1 && value <= max,
                description,
                false);
    }

    /** A number between two bounds, both included. */
    public static Setting<Double> decimal(String key, double min, double max, double defaultValue, String description) {
        return new Setting<>(
                key,
                Double::valueOf,
                Double.toString(defaultValue),
                "a number from %s to %s".formatted(min, max),
                value -> value >= min && value <= max,
                description,
                false);
    }

    /** A size in bytes, as a number or with the suffix KiB, MiB or GiB. */
    public static Setting<Long> bytes(String key, long min, long max, String defaultText, String description) {
        return new Setting<>(
                key,
                Setting::parseBytes,
                defaultText,
                "a size from %d to %d bytes, such as 512KiB or 64MiB".formatted(min, max),
                value -> value >= min && value <= max,
                description,
                false);
    }

    /** A length of time, as a number with the suffix ms, s, m, h or d. */
    public static Setting<Duration> duration(
            String key, Duration min, Duration max, String defaultText, String description) {
        return new Setting<>(
                key,
                Setting::parseDuration,
                defaultText,
                "a duration from %s to %s, such as 500ms, 30s or 2m".formatted(show(min), show(max)),
                value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
                description,
                false);
    }

    /** Any text, empty included. */
    public static Setting<String> text(String key, String defaultText, String description) {
        return new Setting<>(key, Function.identity(), defaultText, "text", value -> true, description, false);
    }

    /** A text that must not be empty. */
    public static Setting<String> required(String key, String defaultText, String description) {
        return new Setting<>(
                key,
                Function.identity(),
                defaultText,
                "a text that is not empty",
                value -> !value.isBlank(),
                description,
                false);
    }

    /** A text that is never shown. */
    public static Setting<String> secret(String key, String description) {
        return new Setting<>(key, Function.identity(), "", "text", value -> true, description, true);
    }

    /** Texts separated by commas. */
    public static Setting<List<String>> list(String key, String defaultText, String description) {
        return new Setting<>(
                key,
                text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList(),
                defaultText,
                "texts separated by commas",
                value -> true,
                description,
                false);
    }

    /** An absolute http or https URL. */
    public static Setting<URI> url(String key, String defaultText, String description) {
        return new Setting<>(
                key, URI::create, defaultText, "an http or https URL", Setting::isHttp, description, false);
    }

    /** At least one http or https URL, separated by commas. */
    public static Setting<List<URI>> urls(String key, String defaultText, String description) {
        return new Setting<>(
                key,
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(URI::create)
                        .toList(),
                defaultText,
                "http or https URLs separated by commas",
                value -> !value.isEmpty() && value.stream().allMatch(Setting::isHttp),
                description,
                false);
    }

    private static boolean isHttp(URI value) {
        return ("http".equals(value.getScheme()) || "https".equals(value.getScheme())) && value.getHost() != null;
    }

    /** true or false. */
    public static Setting<Boolean> flag(String key, boolean defaultValue, String description) {
        return new Setting<>(
                key,
                Setting::parseFlag,
                Boolean.toString(defaultValue),
                "true or false",
                v -> true,
                description,
                false);
    }

    /** One of the constants of an enum, in lower case with dashes. */
    public static <E extends Enum<E>> Setting<E> choice(String key, Class<E> type, E defaultValue, String description) {
        return new Setting<>(
                key,
                text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')),
                nameOf(defaultValue),
                "one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Setting::nameOf)
                                .collect(Collectors.joining(", ")),
                value -> true,
                description,
                false);
    }

    /** The same setting under a stricter rule. */
    public Setting<T> where(String stricterRule, Predicate<? super T> alsoAccepts) {
        return new Setting<>(key, parser, defaultText, stricterRule, accepts.and(alsoAccepts), description, secret);
    }

    /**
     * Checks a value against the rule.
     *
     * @throws IllegalArgumentException naming key, value and rule, if the value breaks it
     */
    public void require(T value) {
        if (!accepts.test(value)) {
            throw new IllegalArgumentException("%s is %s, must be %s".formatted(key, show(value), rule));
        }
    }

    /** A value as it may be logged: a secret is hidden, and so are the credentials in a URL. */
    String show(Object value) {
        String text = value instanceof Duration duration ? show(duration) : value.toString();
        if (secret) {
            return text.isEmpty() ? "" : "(set)";
        }
        return CREDENTIALS.matcher(text).replaceAll("://(set)@");
    }

    /** The environment variable that sets this: LOOKALIKE_ and the key in upper case with underscores. */
    public String environmentVariable() {
        return "LOOKALIKE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static long parseBytes(String text) {
        long factor = 1;
        String number = text;
        List<String> suffixes = List.of("KiB", "MiB", "GiB");
        for (int power = 0; power < suffixes.size(); power++) {
            if (text.endsWith(suffixes.get(power))) {
                factor = 1L << (10 * (power + 1));
                number = text.substring(0, text.length() - 3);
            }
        }
        try {
            return Math.multiplyExact(Long.parseLong(number.strip()), factor);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Duration parseDuration(String text) {
        try {
            if (text.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            String upper = text.toUpperCase(Locale.ROOT);
            return upper.endsWith("D") ? Duration.parse("P" + upper) : Duration.parse("PT" + upper);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String show(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
