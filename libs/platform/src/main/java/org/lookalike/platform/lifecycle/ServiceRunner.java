package org.lookalike.platform.lifecycle;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.config.Settings.Loaded;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Logging;
import org.lookalike.platform.operations.OperationsServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one service as a process of its own. Nobody else ends the JVM or installs a shutdown hook. */
public final class ServiceRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServiceRunner.class);
    private static final int FAILED = 1;
    private static final int MISCONFIGURED = 2;

    private ServiceRunner() {}

    private record Configuration(PlatformConfig platform, ConfiguredService service) {}

    /**
     * Reads the settings, assembles and starts the service, and stays until it is asked to end (exit code 0), fails (1),
     * or its settings are invalid (2).
     *
     * @param service the service
     * @param arguments flags {@code --key=value}
     */
    public static void run(ServiceDescriptor<?> service, String[] arguments) {
        String name = service.name();
        Logging.unify();
        try {
            Loaded<Configuration> loaded = Settings.read(
                    List.of(arguments),
                    System.getenv(),
                    settings -> new Configuration(PlatformConfig.from(settings), service.configure(settings)));
            Platform.logEffective(name, loaded.effective());
            System.exit(runUntilStopped(loaded.config()));
        } catch (InvalidSettings e) {
            System.err.println(e.getMessage());
            System.exit(MISCONFIGURED);
        } catch (RuntimeException | Error e) {
            LOGGER.atError().addKeyValue("service", name).setCause(e).log("could not start");
            System.exit(FAILED);
        }
    }

    private static int runUntilStopped(Configuration config) {
        String name = config.service().name();
        OwnedResources resources = new OwnedResources();
        CountDownLatch closed = new CountDownLatch(1);
        AtomicBoolean failed = new AtomicBoolean();
        try {
            PlatformConfig platformConfig = config.platform();
            Health health = new Health(platformConfig.faults());
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            resources.own(metrics::close);
            metrics.config().commonTags("service", name);
            new JvmMemoryMetrics().bindTo(metrics);
            resources.own(gcMetrics(metrics));
            new ProcessorMetrics().bindTo(metrics);
            OperationsServer operations = resources.own(new OperationsServer(
                    platformConfig.operationsHost(), platformConfig.operationsPort(), metrics, health));
            Platform platform = resources.own(new Platform(name, platformConfig.kafka(), metrics, health));
            config.service().assemble(platform);

            CountDownLatch ending = new CountDownLatch(1);
            TerminationSignal.handle(ending::countDown);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndAwait(ending, closed), "shutdown"));
            platform.whenFailed(() -> {
                failed.set(true);
                ending.countDown();
            });
            platform.start();
            LOGGER.atInfo()
                    .addKeyValue("service", name)
                    .addKeyValue("operationsPort", operations.port())
                    .log("started");
            ending.await();
            LOGGER.atInfo().addKeyValue("service", name).log("ending");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            resources.close();
            closed.countDown();
        }
        return failed.get() ? FAILED : 0;
    }

    /** The JVM halts when its hooks return, so this one waits until everything is closed. */
    private static void endAndAwait(CountDownLatch ending, CountDownLatch closed) {
        ending.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JvmGcMetrics gcMetrics(PrometheusMeterRegistry metrics) {
        JvmGcMetrics binder = new JvmGcMetrics();
        binder.bindTo(metrics);
        return binder;
    }
}
