package org.lookalike.cli.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import picocli.CommandLine.Option;

/**
 * Which system a command speaks to: the stand-alone one of a state folder, or any other by the same settings that the
 * services take ({@code --config=FILE}, {@code --kafka.bootstrap-servers=…}, environment).
 */
public final class SystemOptions {
    /** The state folder unless another one is named. */
    public static final Path DEFAULT_STATE = Path.of("lookalike-data");

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "The stand-alone system's folder (default: lookalike-data).")
    private Path state = DEFAULT_STATE;

    /** Settings are given as {@code --key=value} like those of the services; {@link #settingsAsOptions} makes these. */
    @Option(names = "--set", paramLabel = "KEY=VALUE", hidden = true)
    private List<String> settings = new ArrayList<>();

    /** Makes options that the parser knows of settings, which it does not: {@code --a.b=c} becomes {@code --set=a.b=c}. */
    public static String[] settingsAsOptions(String... arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument.matches("--(config|[a-z0-9-]+\\.[a-z0-9.-]+)=.*")
                        ? "--set=" + argument.substring(2)
                        : argument)
                .toArray(String[]::new);
    }

    /** The stand-alone system's folder. */
    public Path state() {
        return state;
    }

    /** Settings given on the command line, as flags. */
    public List<String> flags() {
        return settings.stream().map(setting -> "--" + setting).toList();
    }

    /** Reads what the command needs: the user's settings, over the addresses of the stand-alone system where it runs. */
    public <C> C read(Function<Settings, C> reader) {
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
        return Settings.readPart(flags, System.getenv(), reader).config();
    }

    /** The Kafka clients of the system. */
    public KafkaClients clients() {
        return new KafkaClients(kafka());
    }

    public KafkaConfig kafka() {
        return read(KafkaConfig::from);
    }
}
