package org.lookalike.bench.embed;

import ai.onnxruntime.OrtException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.lookalike.bench.ceiling.DecodeCeiling;
import org.lookalike.bench.ceiling.InferenceCeiling;
import org.lookalike.bench.ceiling.InferenceShape;
import org.lookalike.bench.worker.PeerEnvironment;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.bench.worker.WorkerBroker;
import org.lookalike.bench.worker.WorkerProcess;
import org.lookalike.bench.worker.WorkerProcess.Task;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.schemas.Topics;

/** Everything that runs during a benchmark: the ceilings in this JVM, each worker with its own broker, one registry. */
final class SystemsUnderTest implements AutoCloseable {
    private final OwnedResources resources = new OwnedResources();
    private final WorkFolder work;
    final Path store;
    final EncoderFolder encoder;
    /** One inference at a time on all threads, and on a processor also one for each thread. */
    final Map<InferenceShape, InferenceCeiling> inference = new TreeMap<>();

    final DecodeCeiling decode;
    final SystemUnderTest ours;
    final Optional<SystemUnderTest> peer;

    /** A worker and its broker. */
    record SystemUnderTest(WorkerBroker broker, WorkerProcess worker) {}

    SystemsUnderTest(EmbedPlan plan) throws Exception {
        work = resources.own(WorkFolder.create());
        store = Files.createDirectory(work.resolve("images"));
        encoder = EncoderFolder.verified(plan.encoder());
        try {
            openCeilings(1, plan.threads(), plan.batches(), plan);
            if (plan.device() == OnnxOptions.Device.CPU && plan.threads() > 1) {
                openCeilings(plan.threads(), 1, plan.parallelBatches(), plan);
            }
            decode = resources.own(new DecodeCeiling(encoder.description().preprocessing(), plan.threads()));
            String registry = startRegistry();
            ours = system(
                    "embedder",
                    plan,
                    registry,
                    task -> WorkerProcess.embedder(
                            task, plan.settings(), plan.javaOptions(), work.resolve("embedder")));
            peer = plan.withPeer() ? Optional.of(python(plan, registry)) : Optional.empty();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private void openCeilings(int callers, int threads, List<Integer> batches, EmbedPlan plan) throws OrtException {
        InferenceCeiling ceiling = resources.own(new InferenceCeiling(encoder, plan.device(), callers, threads));
        batches.forEach(batch -> inference.put(new InferenceShape(callers, threads, batch), ceiling));
    }

    private interface Start {
        WorkerProcess start(Task task);
    }

    private String startRegistry() {
        EmbeddedRegistry registry = resources.own(EmbeddedRegistry.start(work.resolve("registry"), 0));
        try (SchemaRegistration registration = new SchemaRegistration(registry.url())) {
            registration.register(Topics.all());
        }
        return registry.url();
    }

    private SystemUnderTest python(EmbedPlan plan, String registry) {
        Path peers = plan.home().resolve("peers").toAbsolutePath().normalize();
        Path python = PeerEnvironment.python(peers.resolve("requirements.txt"), plan.progress());
        return system(
                "python",
                plan,
                registry,
                task -> WorkerProcess.peer(
                        task, python, peers.resolve("embed_worker.py"), plan.peerBatch(), work.resolve("python")));
    }

    private SystemUnderTest system(String name, EmbedPlan plan, String registry, Start start) {
        Consumer<String> progress = plan.progress();
        progress.accept("starting a broker and " + name);
        WorkerBroker broker = resources.own(new WorkerBroker(work.resolve(name + "-kafka"), registry));
        Task task = new Task(
                broker.bootstrapServers(),
                registry,
                plan.encoder(),
                store,
                plan.threads(),
                plan.device().name().toLowerCase(Locale.ROOT));
        return new SystemUnderTest(broker, resources.own(start.start(task)));
    }

    @Override
    public void close() {
        resources.close();
    }
}
