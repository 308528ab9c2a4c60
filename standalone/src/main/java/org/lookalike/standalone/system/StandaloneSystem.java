package org.lookalike.standalone.system;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.lookalike.admin.topic.TopicSetup;
import org.lookalike.cli.system.Addresses;
import org.lookalike.cli.system.SystemFailure;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.encoding.prepare.EncoderPreparation;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.lifecycle.ConfiguredService;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.OperationsServer;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.schemas.Topics;

/**
 * Kafka, the schema registry, Milvus Lite and every service, on this machine alone. Starts in the order of dependence and
 * ends in the reverse one; everything that it must remember lies in one folder.
 */
public final class StandaloneSystem implements AutoCloseable {
    private static final short ONE_BROKER = 1;

    private final OwnedResources resources;
    private final Addresses addresses;

    private StandaloneSystem(OwnedResources resources, Addresses addresses) {
        this.resources = resources;
        this.addresses = addresses;
    }

    /**
     * Starts everything and returns once it is ready.
     *
     * @param state the folder that it keeps its data in
     * @param flags settings of the user, {@code --key=value}
     * @param progress told in a few words about each step
     * @param onFailure run when a service fails later on
     * @throws SystemFailure if a part does not start
     * @throws org.lookalike.platform.config.InvalidSettings if a setting breaks its rule
     */
    public static StandaloneSystem start(
            Path state, List<String> flags, Consumer<String> progress, Runnable onFailure) {
        OwnedResources resources = new OwnedResources();
        try {
            return start(resources, state, flags, progress, onFailure);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private static StandaloneSystem start(
            OwnedResources resources, Path state, List<String> flags, Consumer<String> progress, Runnable onFailure) {
        StateFolder folder = resources.own(StateFolder.take(state));
        Map<String, String> settings = new TreeMap<>(
                Addresses.read(folder.root()).map(Addresses::settings).orElse(Map.of()));
        if (flags.stream().noneMatch(flag -> flag.startsWith("--encoder.folder="))) {
            settings.put(
                    "encoder.folder",
                    new EncoderPreparation(progress).defaultEncoder().toString());
        }
        settings.put("store.kind", "folder");
        settings.put("store.folder", folder.images().toString());
        settings.put("refit.state-folder", folder.refit().toString());
        settings.put("audit.state-folder", folder.audit().toString());

        progress.accept("starting Kafka");
        EmbeddedKafka kafka = resources.own(EmbeddedKafka.start(
                folder.kafka(), Ports.freeOrAny(Addresses.port(settings, "kafka.bootstrap-servers"))));
        settings.put("kafka.bootstrap-servers", kafka.bootstrapServers());
        progress.accept("starting the schema registry");
        EmbeddedRegistry registry = resources.own(
                EmbeddedRegistry.start(folder.registry(), Ports.freeOrAny(Addresses.port(settings, "registry.url"))));
        settings.put("registry.url", registry.url());
        progress.accept("starting Milvus Lite");
        EmbeddedMilvus milvus = resources.own(EmbeddedMilvus.lite(
                PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_LITE, progress),
                folder.milvus(),
                Ports.freeOrAny(Addresses.port(settings, "milvus.uri"))));
        settings.put("milvus.uri", milvus.uri());
        for (String port : List.of("ingest.http.port", "explorer.port")) {
            settings.put(port, Integer.toString(Ports.freeOrAny(Addresses.port(settings, port))));
        }

        progress.accept("starting the services");
        List<String> all = new ArrayList<>(new Addresses(settings).flags());
        all.add("--registry.auto-register=true");
        all.addAll(flags);
        StandaloneConfig config =
                Settings.read(all, Map.of(), StandaloneConfig::from).config();
        createTopics(config);
        runServices(resources, config, settings, onFailure);

        Addresses addresses = new Addresses(settings);
        addresses.write(folder.root());
        return new StandaloneSystem(resources, addresses);
    }

    private static void createTopics(StandaloneConfig config) {
        try (TopicSetup setup = new TopicSetup(config.platform().kafka())) {
            setup.create(Topics.all(), Optional.of(ONE_BROKER));
        }
    }

    private static void runServices(
            OwnedResources resources, StandaloneConfig config, Map<String, String> settings, Runnable onFailure) {
        Health health = new Health(config.platform().faults());
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        resources.own(metrics::close);
        OperationsServer operations = resources.own(new OperationsServer(
                config.platform().operationsHost(), config.platform().operationsPort(), metrics, health));
        settings.put("operations.port", Integer.toString(operations.port()));

        for (ConfiguredService service : config.running()) {
            Platform platform =
                    resources.own(new Platform(service.name(), config.platform().kafka(), metrics, health));
            service.assemble(platform);
            platform.whenFailed(onFailure);
            platform.start();
        }
    }

    /** Where everything listens. */
    public Addresses addresses() {
        return addresses;
    }

    @Override
    public void close() {
        resources.close();
    }
}
