package org.lookalike.bench.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lookalike.bench.ceiling.DecodeCeiling;
import org.lookalike.bench.ceiling.InferenceCeiling;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.latency.Latencies;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.system.SystemClients;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.cli.system.Addresses;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.onnx.OnnxOptions.Device;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.standalone.system.StandaloneSystem;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;

/** The stand-alone system, and the parts of its work alone, alternately on the same machine. */
final class PipelineBenchmark {
    private static final int BATCH = 2;
    private static final int WRITTEN_ALONE = 1_000;
    private static final Duration PART_TIME = Duration.ofSeconds(3);
    /** Of the full rate: queues stay short. */
    private static final double HALF = 0.5;

    private final EncoderFolder encoder;
    private final ImageSet set;
    private final Plan plan;
    private final Consumer<String> progress;

    PipelineBenchmark(EncoderFolder encoder, ImageSet set, Plan plan, Consumer<String> progress) {
        this.encoder = encoder;
        this.set = set;
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * What is measured.
     *
     * @param images published at once in a round
     * @param steady published at half the rate in a round
     * @param rounds how many
     * @param warmUp images before the first round
     */
    record Plan(int images, int steady, int rounds, int warmUp) {}

    /**
     * Work that is done alone on all cores.
     *
     * @param rate pictures a second
     * @param seconds processor time of a picture
     */
    record Part(double rate, double seconds) {}

    /**
     * The parts alone.
     *
     * @param decode decoding and preprocessing
     * @param inference inference
     * @param writeSeconds processor time of writing a row, which Milvus Lite does on one core
     */
    record Parts(Part decode, Part inference, double writeSeconds) {
        /** Pictures a second of a system that does nothing but these on so many cores. */
        double ceiling(int cores) {
            return 1 / (1 / decode.rate() + 1 / inference.rate() + writeSeconds / cores);
        }

        /** Processor time of a picture in a system that does nothing but these. */
        double seconds() {
            return decode.seconds() + inference.seconds() + writeSeconds;
        }
    }

    /**
     * One round.
     *
     * @param load the load average before
     * @param rate pictures a second from published to searchable
     * @param stages processor seconds by stage, meanwhile
     * @param steady latencies at half that rate
     */
    record Round(double load, Parts parts, double rate, Map<PipelineStage, Double> stages, Latencies steady) {
        /** Processor time of all stages together. */
        double seconds() {
            return stages.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** The results. */
    record Result(Machine machine, ImageSet set, Plan plan, List<Round> rounds) {}

    Result run() throws Exception {
        List<Round> rounds = new ArrayList<>();
        try (WorkFolder work = WorkFolder.create();
                StandaloneSystem system = StandaloneSystem.start(
                        work.resolve("state"),
                        List.of("--encoder.folder=" + encoder.folder()),
                        progress,
                        () -> progress.accept("a service has failed"));
                SystemClients clients = new SystemClients(kafka(system.addresses()));
                VectorStore store = VectorStores.open(
                        VectorStoreConfig.at(system.addresses().get("milvus.uri")));
                DecodeCeiling decode = new DecodeCeiling(encoder.description().preprocessing(), cores());
                InferenceCeiling inference = new InferenceCeiling(encoder, Device.CPU, cores(), 1)) {
            PublishedImages images = new PublishedImages(clients, set.images());
            WriteCeiling write = new WriteCeiling(store, WRITTEN_ALONE);
            EncoderBatch tensors = new EncoderBatch(BATCH, encoder.description().preprocessing());
            for (int slot = 0; slot < BATCH; slot++) {
                decode.prepare(image(slot), tensors, slot);
            }
            progress.accept("warming up with %d pictures".formatted(plan.warmUp()));
            images.run("warm-up", plan.warmUp(), Double.POSITIVE_INFINITY);
            write.measure();
            for (int number = 1; number <= plan.rounds(); number++) {
                double load = Machine.load();
                progress.accept("round %d: the parts alone".formatted(number));
                Parts parts = new Parts(
                        alone(() -> decode.measure(set.images(), PART_TIME)),
                        alone(() -> inference.measure(tensors, BATCH, PART_TIME)),
                        write.measure());
                progress.accept("round %d: %d pictures at once".formatted(number, plan.images()));
                StageClock before = StageClock.read();
                double rate = images.run("burst-" + number, plan.images(), Double.POSITIVE_INFINITY)
                        .rate();
                Map<PipelineStage, Double> stages =
                        new EnumMap<>(StageClock.read().since(before));
                progress.accept("round %d: %.1f a second, ceiling %.1f; %d pictures at half the rate"
                        .formatted(number, rate, parts.ceiling(cores()), plan.steady()));
                Latencies steady = Latencies.of(images.run("steady-" + number, plan.steady(), rate * HALF)
                        .milliseconds());
                rounds.add(new Round(load, parts, rate, stages, steady));
            }
        }
        return new Result(Machine.here(), set, plan, rounds);
    }

    private interface Rate {
        double measure() throws Exception;
    }

    /** A part's threads have no service's names. */
    private static Part alone(Rate part) throws Exception {
        StageClock before = StageClock.read();
        long start = System.nanoTime();
        double rate = part.measure();
        double images = rate * (System.nanoTime() - start) / 1e9;
        return new Part(rate, StageClock.read().since(before).getOrDefault(PipelineStage.OTHER, 0.0) / images);
    }

    private BenchImage image(int number) {
        return set.images().get(number % set.images().size());
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static KafkaConfig kafka(Addresses addresses) {
        return new KafkaConfig(addresses.get("kafka.bootstrap-servers"), addresses.get("registry.url"), true, Map.of());
    }
}
