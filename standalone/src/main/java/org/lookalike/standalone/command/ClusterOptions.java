package org.lookalike.standalone.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.standalone.system.Addresses;
import org.lookalike.standalone.system.StandaloneConfig;
import org.lookalike.standalone.system.SystemFailure;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * Which system a command speaks to: the stand-alone one of a state folder, or any other by the same settings that the
 * services take ({@code --config=FILE}, {@code --kafka.bootstrap-servers=…}, environment).
 */
public final class ClusterOptions {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "lookalike-data",
            description = "The stand-alone system's folder (default: ${DEFAULT-VALUE}).")
    Path state = Path.of("lookalike-data");

    @Unmatched
    List<String> rest = new ArrayList<>();

    /** Settings given on the command line. */
    List<String> flags() {
        for (String argument : rest) {
            if (!argument.matches("--[a-z0-9.-]+=.*")) {
                throw new IllegalArgumentException(
                        "'%s' is not understood; settings are given as --key=value".formatted(argument));
            }
        }
        return rest;
    }

    /** Reads what the command needs: the user's settings, over the addresses of the stand-alone system where it runs. */
    <C> C read(Function<Settings, C> reader) {
        List<String> flags = new ArrayList<>();
        boolean elsewhere = rest.stream()
                        .anyMatch(flag -> flag.startsWith("--config=") || flag.startsWith("--kafka.bootstrap-servers="))
                || System.getenv().containsKey("LOOKALIKE_CONFIG")
                || System.getenv().containsKey("LOOKALIKE_KAFKA_BOOTSTRAP_SERVERS");
        if (!elsewhere) {
            flags.addAll(Addresses.read(state)
                    .orElseThrow(() -> new SystemFailure(
                            ("no system is known in %s: start one with `lookalike up`, or say where yours is with"
                                            + " --kafka.bootstrap-servers=HOST:PORT")
                                    .formatted(Files.isDirectory(state) ? state : state.toAbsolutePath())))
                    .flags());
        }
        flags.addAll(flags());
        return Settings.read(flags, System.getenv(), settings -> {
                    // A system's file holds the settings of every service; all of them are known here.
                    StandaloneConfig.settings().forEach(settings::get);
                    return reader.apply(settings);
                })
                .config();
    }

    /** The Kafka clients of the system. */
    KafkaClients clients() {
        return new KafkaClients(kafka());
    }

    KafkaConfig kafka() {
        return read(KafkaConfig::from);
    }
}
