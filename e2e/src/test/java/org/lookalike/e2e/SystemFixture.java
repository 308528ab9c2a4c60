package org.lookalike.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.lookalike.cli.indexing.FolderPublisher;
import org.lookalike.cli.indexing.IndexConfig;
import org.lookalike.cli.indexing.IndexRun;
import org.lookalike.cli.output.ProgressBar;
import org.lookalike.cli.search.SearchClients;
import org.lookalike.cli.system.Addresses;
import org.lookalike.client.SearchClient;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.onnx.EncoderConfig;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.lifecycle.PlatformConfig;
import org.lookalike.spaces.SinkGroup;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.Spaces;
import org.lookalike.standalone.system.StandaloneSystem;
import org.lookalike.testkit.SharedData;
import org.lookalike.testkit.TestImages;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;

/** The whole stand-alone system with its real encoder, and what tests need to reach into it. */
final class SystemFixture implements AutoCloseable {
    private static final int SIDE = 48;

    private static SystemFixture shared;
    private static IndexRun.Result demo;

    private final Path state;
    private final List<String> flags;
    private final StandaloneSystem system;
    private final AtomicBoolean failed = new AtomicBoolean();

    private SystemFixture(Path state, List<String> flags) {
        this.state = state;
        this.flags = flags;
        this.system = StandaloneSystem.start(state, flags, step -> {}, () -> failed.set(true));
    }

    /** A system of its own for one test, with settings of its own. */
    static SystemFixture start(Path state, String... flags) {
        return new SystemFixture(state, List.of(flags));
    }

    /** The system that the tests of this JVM share: each brings images under a source of its own. */
    static synchronized SystemFixture shared() {
        if (shared == null) {
            try {
                shared = start(Files.createTempDirectory("lookalike-system"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "stop-system"));
        }
        return shared;
    }

    /** What became of the demo images, which are indexed in the shared system at the first call. */
    static synchronized IndexRun.Result demo() throws InterruptedException {
        if (demo == null) {
            demo = shared().index(SharedData.file("demo.zip"), null, false);
        }
        return demo;
    }

    /** Writes small images, all different, into a folder. @return their file names */
    static Set<String> writeImages(Path folder, int seed, int count) throws IOException {
        Files.createDirectories(folder);
        Set<String> names = new TreeSet<>();
        for (int number = 0; number < count; number++) {
            String name = "picture-%03d.png".formatted(number);
            Files.write(folder.resolve(name), TestImages.png(seed * 1_000L + number, SIDE, SIDE));
            names.add(name);
        }
        return names;
    }

    Path state() {
        return state;
    }

    /** Whether a service stopped by a defect. */
    boolean failed() {
        return failed.get();
    }

    Addresses addresses() {
        return system.addresses();
    }

    KafkaConfig kafka() {
        return read(PlatformConfig::from).kafka();
    }

    /** Reads the settings of the system, with more of them on top. */
    <C> C read(Function<Settings, C> reader, String... more) {
        List<String> all = new ArrayList<>(addresses().flags());
        all.addAll(flags);
        all.addAll(List.of(more));
        return Settings.readPart(all, Map.of(), reader).config();
    }

    KafkaClients clients() {
        return new KafkaClients(kafka());
    }

    VectorStore vectors() {
        return VectorStores.open(read(VectorStoreConfig::from));
    }

    /** The consumer group that fills the collection of a space. */
    String sinkGroup(Space space) {
        return current(space).orElse(space).group(read(SinkGroup::prefix));
    }

    Space space() {
        EncoderDescription encoder =
                EncoderFolder.read(read(EncoderConfig::from).folder()).description();
        Space raw = Space.raw(encoder.id(), encoder.dimensions());
        return current(raw).orElse(raw);
    }

    /** A space in its present incarnation, once it is defined. */
    Optional<Space> current(Space space) {
        return spaces().find(space.id());
    }

    Spaces spaces() {
        try (AvroCodec codec = new AvroCodec(kafka().registryUrl(), false)) {
            return SpaceFeed.read(clients(), codec);
        }
    }

    SearchClient searchClient() {
        return SearchClients.open(kafka());
    }

    /** Indexes a folder or archive as the command does, and returns when every image is indexed or refused. */
    IndexRun.Result index(Path path, String source, boolean force) throws InterruptedException {
        ProgressBar silent = new ProgressBar(
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                false,
                InstantSource.system());
        try (FolderPublisher run = new FolderPublisher(read(IndexConfig::from), path, source, force)) {
            return new IndexRun(read(IndexConfig::from)).run(run, silent);
        }
    }

    @Override
    public void close() {
        system.close();
    }
}
