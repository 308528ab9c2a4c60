package org.lookalike.standalone.command;

import java.util.concurrent.Callable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.standalone.system.StandaloneSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts the stand-alone system, and runs it until Ctrl-C. */
@Command(name = "up", description = "Start Kafka, the registry, Milvus and all services, and run until Ctrl-C.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Mixin
    private RefitOption refit = new RefitOption();

    @Override
    public Integer call() throws InterruptedException {
        ShutdownLatch shutdown = new ShutdownLatch();
        try (StandaloneSystem running = StandaloneSystem.start(
                system.state(), refit.over(system.flags(), null), Console::step, shutdown::fail)) {
            shutdown.closeOnShutdown(running);
            StartReport.print(running.addresses(), system.state());
            return shutdown.await();
        }
    }
}
