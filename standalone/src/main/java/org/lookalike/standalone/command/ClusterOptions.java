package org.lookalike.standalone.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.standalone.system.Addresses;
import org.lookalike.standalone.system.StandaloneConfig;
import org.lookalike.standalone.system.SystemFailure;
import picocli.CommandLine.Option;

/**
 * Which system a command speaks to: the stand-alone one of a state folder, or any other by the same settings that the
 * services take ({@code --config=FILE}, {@code --kafka.bootstrap-servers=…}, environment).
 */
public final class ClusterOptions {
    static final Path DEFAULT_STATE = Path.of("lookalike-data");

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "The stand-alone system's folder (default: lookalike-data).")
    Path state = DEFAULT_STATE;

    /** Settings are given as {@code --key=value} like those of the services; {@link #settingsAsOptions} makes these. */
    @Option(names = "--set", paramLabel = "KEY=VALUE", hidden = true)
    List<String> settings = new ArrayList<>();

    /** Makes options that the parser knows of settings, which it does not: {@code --a.b=c} becomes {@code --set=a.b=c}. */
    public static String[] settingsAsOptions(String... arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument.matches("--(config|[a-z0-9-]+\\.[a-z0-9.-]+)=.*")
                        ? "--set=" + argument.substring(2)
                        : argument)
                .toArray(String[]::new);
    }

    /** Settings given on the command line. */
    List<String> flags() {
        return settings.stream().map(setting -> "--" + setting).toList();
    }

    /** Reads what the command needs: the user's settings, over the addresses of the stand-alone system where it runs. */
    <C> C read(Function<Settings, C> reader) {
        List<String> flags = new ArrayList<>();
        boolean elsewhere = settings.stream()
                        .anyMatch(set -> set.startsWith("config=") || set.startsWith("kafka.bootstrap-servers="))
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
        return Settings.read(flags, System.getenv(), read -> {
                    // A system's file holds the settings of every service; all of them are known here.
                    Settings.declaredBy(StandaloneConfig::from).forEach(read::get);
                    return reader.apply(read);
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
