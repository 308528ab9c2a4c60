package org.lookalike.cli.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private SettingOptions settings = new SettingOptions();

    /** The stand-alone system's folder. */
    public Path state() {
        return state;
    }

    /** Settings given on the command line, as flags. */
    public List<String> flags() {
        return settings.flags();
    }

    /** Reads what the command needs: the user's settings, over the addresses of the stand-alone system where it runs. */
    public <C> C read(Function<Settings, C> reader) {
        List<String> flags = new ArrayList<>();
        boolean elsewhere = flags().stream()
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
