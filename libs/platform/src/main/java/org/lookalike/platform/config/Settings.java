package org.lookalike.platform.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the operator set, in layers: defaults, then a properties file, then the environment, then flags; a later layer
 * wins. Reading never throws: every broken rule is noted, and {@link #read} refuses them all together.
 *
 * <p>One file may serve every service: a section that the program does not read is passed over, unless the key looks like a
 * misspelling of one that it reads. An unknown key of a section that it reads is refused with the nearest known one. Not
 * thread-safe; used while starting.
 */
public final class Settings {
    /** So many characters may be wrong in a name that was meant to be another. */
    private static final int MISSPELLING = 3;

    private final Map<String, Value> values;
    private final Map<String, String> effective = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Setting<?>> known = new LinkedHashMap<>();
    private final Set<String> shared = new HashSet<>();

    private Settings(Map<String, Value> values) {
        this.values = values;
    }

    private record Value(String text, String origin) {}

    /**
     * Reads the layers and makes a configuration of them.
     *
     * @param arguments flags of the form {@code --key=value}; {@code --config=FILE} names the file
     * @param environment the process environment; LOOKALIKE_CONFIG names the file where no flag does
     * @param reader makes the configuration by calling {@link #get} for each of its settings
     * @throws InvalidSettings if any rule is broken
     */
    public static <C> Loaded<C> read(
            List<String> arguments, Map<String, String> environment, Function<Settings, C> reader) {
        return read(arguments, environment, reader, true);
    }

    /**
     * As {@link #read}, for a program that reads only a part of some sections: it passes over the other keys of these, too,
     * unless they look like a misspelling.
     */
    public static <C> Loaded<C> readPart(
            List<String> arguments, Map<String, String> environment, Function<Settings, C> reader) {
        return read(arguments, environment, reader, false);
    }

    private static <C> Loaded<C> read(
            List<String> arguments,
            Map<String, String> environment,
            Function<Settings, C> reader,
            boolean readsWholeSections) {
        List<String> problems = new ArrayList<>();
        Map<String, String> flags = flags(arguments, problems);
        Map<String, Value> values = new LinkedHashMap<>();
        String file = flags.getOrDefault("config", environment.get("LOOKALIKE_CONFIG"));
        if (file != null && !file.isEmpty()) {
            file(file, problems).forEach((key, text) -> values.put(key, new Value(text, "file " + file)));
        }
        flags.remove("config");
        Settings settings = new Settings(values);
        settings.problems.addAll(problems);
        environment.forEach((name, text) -> {
            if (name.startsWith("LOOKALIKE_")) {
                values.put(name, new Value(text, "environment variable " + name));
            }
        });
        flags.forEach((key, text) -> values.put(key, new Value(text, "flag --" + key)));
        // The record may refuse a combination of values; the single problems found so far explain more than that.
        C config;
        try {
            config = reader.apply(settings);
        } catch (IllegalArgumentException e) {
            settings.problems.add(String.valueOf(e.getMessage()));
            throw new InvalidSettings(settings.problems);
        }
        settings.refuseUnknown(readsWholeSections);
        if (!settings.problems.isEmpty()) {
            throw new InvalidSettings(settings.problems);
        }
        return new Loaded<>(config, Map.copyOf(settings.effective));
    }

    /** The configuration where nothing is set. */
    public static <C> C defaults(Function<Settings, C> reader) {
        return reader.apply(new Settings(Map.of()));
    }

    /**
     * The settings that a reader declares: those that it asks for, each once, in the order in which it asks. A reader asks
     * for the same ones whatever their values are.
     */
    public static List<Setting<?>> declaredBy(Function<Settings, ?> reader) {
        Settings settings = new Settings(Map.of());
        Object unused = reader.apply(settings);
        return List.copyOf(settings.known.values());
    }

    /**
     * A configuration with the settings as they are in force.
     *
     * @param config the configuration
     * @param effective text by key, secrets redacted, defaults included
     */
    public record Loaded<C>(C config, Map<String, String> effective) {}

    /**
     * The value of a setting, or its default where nothing or nothing valid is set (which is noted).
     *
     * @throws IllegalStateException if another setting is declared under the same key
     */
    public <T> T get(Setting<T> setting) {
        Setting<?> namesake = known.put(setting.key(), setting);
        if (namesake != null && !namesake.equals(setting)) {
            throw new IllegalStateException("%s is declared twice".formatted(setting.key()));
        }
        Value value = lookup(setting);
        T fallback = setting.parser().apply(setting.defaultText());
        String shown = setting.show(value == null ? setting.defaultText() : value.text());
        effective.put(setting.key(), shown);
        if (value == null) {
            return fallback;
        }
        try {
            T parsed = setting.parser().apply(value.text().strip());
            if (setting.accepts().test(parsed)) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, in the same words as a value out of range.
        }
        problems.add("%s is '%s' (%s), must be %s".formatted(setting.key(), shown, value.origin(), setting.rule()));
        return fallback;
    }

    /**
     * As {@link #get}, for a setting that several programs read: it does not make its section one that this program knows
     * all keys of.
     */
    public <T> T getShared(Setting<T> setting) {
        shared.add(setting.key());
        return get(setting);
    }

    /** Notes a broken rule that spans several settings. */
    public void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private @Nullable Value lookup(Setting<?> setting) {
        Value flagOrFile = values.get(setting.key());
        Value variable = values.get(setting.environmentVariable());
        if (flagOrFile != null && flagOrFile.origin().startsWith("flag")) {
            return flagOrFile;
        }
        return variable != null ? variable : flagOrFile;
    }

    private void refuseUnknown(boolean readsWholeSections) {
        Set<String> sections = readsWholeSections
                ? known.keySet().stream()
                        .filter(key -> !shared.contains(key))
                        .map(Settings::section)
                        .collect(Collectors.toSet())
                : Set.of();
        Set<String> variables =
                known.values().stream().map(Setting::environmentVariable).collect(Collectors.toSet());
        values.forEach((name, value) -> {
            if (name.startsWith("LOOKALIKE_")) {
                refuseUnknownVariable(name, variables, sections);
            } else if (!known.containsKey(name)) {
                refuseUnknown(name, " (" + value.origin() + ")", sections.contains(section(name)), known.keySet());
            }
        });
    }

    private void refuseUnknownVariable(String name, Set<String> variables, Set<String> sections) {
        if (!variables.contains(name)) {
            refuseUnknown(name, "", belongsTo(sections, name), variables);
        }
    }

    /**
     * An unknown name in a section that is read is a mistake, and so is one that is close to a known name. Others belong to
     * other services or to the scripts around them.
     */
    private void refuseUnknown(String name, String origin, boolean sectionIsRead, Set<String> candidates) {
        String suggestion = nearest(name, candidates, MISSPELLING);
        if (sectionIsRead || !suggestion.isEmpty()) {
            problems.add("%s%s is not a known setting%s"
                    .formatted(name, origin, suggestion.isEmpty() ? nearest(name, candidates) : suggestion));
        }
    }

    private static boolean belongsTo(Set<String> sections, String variable) {
        return sections.stream()
                .map(section -> "LOOKALIKE_" + section.toUpperCase(Locale.ROOT).replace('-', '_') + "_")
                .anyMatch(variable::startsWith);
    }

    /** The section of a key or of an environment variable, or its beginning. */
    private static String firstWord(String name) {
        return name.startsWith("LOOKALIKE_") ? name.split("_", 3)[1] : section(name);
    }

    private static String section(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    private static String nearest(String name, Set<String> candidates) {
        return nearest(name, candidates, Math.max(MISSPELLING, name.length() / 3));
    }

    private static String nearest(String name, Set<String> candidates, int furthest) {
        return candidates.stream()
                // The same key in a section of another name is another service's.
                .filter(candidate -> distance(firstWord(name), firstWord(candidate)) < MISSPELLING)
                .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
                .filter(candidate -> distance(name, candidate) <= furthest)
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }

    private static Map<String, String> flags(List<String> arguments, List<String> problems) {
        Map<String, String> flags = new LinkedHashMap<>();
        int position = 0;
        for (String argument : arguments) {
            position++;
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 2) {
                flags.put(argument.substring(2, equals), argument.substring(equals + 1));
            } else if (argument.startsWith("--")) {
                problems.add("'%s' is not a flag of the form --key=value".formatted(argument));
            } else {
                // Not shown: it may be a secret that was meant as a flag's value.
                problems.add("argument %d is not a flag of the form --key=value".formatted(position));
            }
        }
        return flags;
    }

    private static Map<String, String> file(String file, List<String> problems) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(file))) {
            properties.load(in);
        } catch (NoSuchFileException e) {
            problems.add("the settings file %s does not exist".formatted(file));
        } catch (IOException | IllegalArgumentException e) {
            problems.add("the settings file %s cannot be read as properties: %s".formatted(file, e));
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }
}
