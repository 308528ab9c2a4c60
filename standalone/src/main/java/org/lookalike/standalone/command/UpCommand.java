package org.lookalike.standalone.command;

import java.util.concurrent.Callable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.standalone.system.StandaloneSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts the stand-alone system and stays. */
@Command(name = "up", description = "Start Kafka, the registry, Milvus and all services, and stay until Ctrl-C.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions cluster = new SystemOptions();

    @Mixin
    private RefitOption refit = new RefitOption();

    @Override
    public Integer call() throws InterruptedException {
        Stay stay = new Stay();
        try (StandaloneSystem system =
                StandaloneSystem.start(cluster.state(), refit.over(cluster.flags(), null), Console::step, stay::fail)) {
            stay.closing(system);
            StartReport.print(system.addresses(), cluster.state());
            return stay.untilEnded();
        }
    }
}
