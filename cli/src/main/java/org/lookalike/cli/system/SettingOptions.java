package org.lookalike.cli.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.lookalike.platform.config.Settings;
import picocli.CommandLine.Option;

/** The settings that a command takes like the services: {@code --key=value}, {@code --config=FILE}, the environment. */
public final class SettingOptions {
    /** Settings are given as {@code --key=value}; {@link #settingsAsOptions} makes these. */
    @Option(names = "--setting", paramLabel = "KEY=VALUE", hidden = true)
    private List<String> settings = new ArrayList<>();

    /**
     * Makes options that the parser knows of settings, which it does not: {@code --a.b=c} becomes
     * {@code --setting=a.b=c}.
     */
    public static String[] settingsAsOptions(String... arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument.matches("--(config|[a-z0-9-]+\\.[a-z0-9.-]+)=.*")
                        ? "--setting=" + argument.substring(2)
                        : argument)
                .toArray(String[]::new);
    }

    /** Settings given on the command line, as flags. */
    public List<String> flags() {
        return settings.stream().map(setting -> "--" + setting).toList();
    }

    /** Reads settings that no running system has a part in. */
    public <C> C read(Function<Settings, C> reader) {
        return Settings.readPart(flags(), System.getenv(), reader).config();
    }
}
