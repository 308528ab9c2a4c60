package org.lookalike.lab;

import java.util.List;
import org.lookalike.cli.CommandProvider;
import org.lookalike.lab.encoder.EncoderCommand;
import org.lookalike.lab.evaluation.EvaluateCommand;
import org.lookalike.lab.map.MapCommand;

/** The commands that evaluate, draw maps, and prepare encoders. */
public final class LabCommands implements CommandProvider {
    @Override
    public List<Class<?>> commands() {
        return List.of(EvaluateCommand.class, MapCommand.class, EncoderCommand.class);
    }
}
