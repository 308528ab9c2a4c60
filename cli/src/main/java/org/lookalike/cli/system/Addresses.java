package org.lookalike.cli.system;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where a stand-alone system listens, as settings that any command or service can be started with. Kept in the state
 * folder, so that other commands find the running system and the next start asks for the same ports.
 *
 * @param settings text by key
 */
public record Addresses(Map<String, String> settings) {
    private static final String FILE = "running.properties";

    public Addresses {
        settings = Map.copyOf(settings);
    }

    /** The addresses of the system that runs, or last ran, on a state folder. */
    public static Optional<Addresses> read(Path state) {
        Path file = state.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return Optional.of(new Addresses(settings));
    }

    /** Keeps them in the state folder, for {@link #read}. */
    public void write(Path state) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer out = Files.newBufferedWriter(state.resolve(FILE))) {
            properties.store(out, "Where the stand-alone system listens; usable with --config");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings as flags. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        new TreeMap<>(settings).forEach((key, value) -> flags.add("--" + key + "=" + value));
        return flags;
    }

    /** One setting. */
    public String get(String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no address " + key);
        }
        return value;
    }

    /** The port at the end of an address, or 0 where there is none. */
    public static int port(Map<String, String> settings, String key) {
        String address = settings.getOrDefault(key, "");
        String digits = address.replaceAll(".*:(\\d+)(/.*)?$", "$1");
        return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    }
}
