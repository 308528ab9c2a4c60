package org.lookalike.lab;

import java.util.List;
import org.lookalike.cli.CommandProvider;
import org.lookalike.lab.encoder.EncoderCommand;
import org.lookalike.lab.evaluation.EvaluateCommand;
import org.lookalike.lab.inspect.InspectCommand;
import org.lookalike.lab.map.MapCommand;

/** The commands that evaluate, inspect files, draw maps, and prepare encoders. */
public final class LabCommands implements CommandProvider {
    @Override
    public List<Class<?>> commands() {
        return List.of(EvaluateCommand.class, InspectCommand.class, MapCommand.class, EncoderCommand.class);
    }
}
