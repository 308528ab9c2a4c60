package org.lookalike.standalone.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a system that is started here refits its spaces. */
final class RefitOption {
    @Option(
            names = "--refit",
            negatable = true,
            description = "Refit the spaces, or do not; the same as --standalone.refit=true or false.")
    private @Nullable Boolean refit;

    /**
     * The user's settings, with what this option says before them so that they win.
     *
     * @param unlessAsked what to say where neither this option nor a setting does; null for nothing
     */
    List<String> over(List<String> flags, @Nullable Boolean unlessAsked) {
        Boolean wanted = refit == null ? unlessAsked : refit;
        List<String> all = new ArrayList<>();
        if (wanted != null) {
            all.add("--standalone.refit=" + wanted);
        }
        all.addAll(flags);
        return all;
    }
}
