package org.lookalike.standalone.command;

import java.util.List;
import org.lookalike.cli.CommandProvider;

/** The commands that start a whole system. */
public final class StandaloneCommands implements CommandProvider {
    @Override
    public List<Class<?>> commands() {
        return List.of(DemoCommand.class, UpCommand.class);
    }
}
