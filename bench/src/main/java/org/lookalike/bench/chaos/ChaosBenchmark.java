package org.lookalike.bench.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.chaos.system.ChaosSystem;
import org.lookalike.bench.chaos.system.Component;
import org.lookalike.bench.chaos.system.Link;
import org.lookalike.bench.chaos.traffic.JudgedSearches;
import org.lookalike.bench.chaos.traffic.Ledger;
import org.lookalike.bench.chaos.traffic.PictureTraffic;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.encoding.TestEncoder;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: faults one after the other while pictures, deletions and searches go on, then the comparison. */
final class ChaosBenchmark {
    private static final Logger LOGGER = LoggerFactory.getLogger(ChaosBenchmark.class);
    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(4);
    /** A fault that is not over by then is watched on, while the next one begins. */
    private static final Duration NEXT_FAULT = Duration.ofSeconds(25);

    /** Over so long the traffic of one fault is spread. */
    private static final Duration STEP = Duration.ofSeconds(10);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);
    private static final long PROBE_MS = 300;
    private static final int PROBE_TIMEOUT_S = 12;
    private static final int OLDER = 30;
    private static final double HEAD_START = 0.05;
    private static final Duration HEAD_START_LIMIT = Duration.ofMinutes(3);

    private final ChaosPlan plan;
    private final Consumer<String> report;
    private final Instant start = Instant.now();
    private volatile TrafficLimit trafficLimit = new TrafficLimit(HEAD_START, 0, System.nanoTime());
    /** Parts that are being started again, by name. */
    private final Map<String, CompletableFuture<Void>> starts = new HashMap<>();

    private final List<Recovery> recoveries = new ArrayList<>();

    /** How far the traffic may have come: from a share of the whole, over the time of one fault, a step further. */
    private record TrafficLimit(double from, double step, long since) {
        double share() {
            return from + step * Math.min(1, (System.nanoTime() - since) / (double) STEP.toNanos());
        }
    }

    ChaosBenchmark(ChaosPlan plan, Consumer<String> report) {
        this.plan = plan;
        this.report = report;
    }

    ChaosResult run() throws Exception {
        // Closed in the reverse order: first what works, then the folder.
        try (WorkFolder folder = WorkFolder.create();
                OwnedResources resources = new OwnedResources()) {
            Path encoder = plan.encoder() == null
                    ? TestEncoder.write(folder.resolve("encoder")).folder()
                    : plan.encoder();
            Path logs = plan.logs() == null ? folder.resolve("logs") : plan.logs();
            ChaosSystem system = resources.own(ChaosSystem.start(
                    new ChaosSystem.Layout(folder.path(), logs.toAbsolutePath(), encoder, plan.lite()),
                    this::progress));
            VectorStore vectors = resources.own(VectorStores.open(VectorStoreConfig.at(system.milvusUri())));
            AvroCodec codec = resources.own(new AvroCodec(system.kafka().registryUrl(), false));
            Ledger ledger = new Ledger();
            PictureTraffic pictures = resources.own(new PictureTraffic(
                    system.uploads(),
                    system.clients(),
                    ledger,
                    new PictureTraffic.Amounts(plan.pictures(), plan.deletions(), plan.again()),
                    () -> trafficLimit.share(),
                    plan.seed()));
            JudgedSearches searches =
                    resources.own(new JudgedSearches(system.kafka(), ledger, plan.searches(), plan.seed()));
            EndCheck check = new EndCheck(system, vectors, codec, searches);
            ExecutorService watchers = Executors.newCachedThreadPool(task -> new Thread(task, "recovery"));
            resources.own(watchers::shutdownNow);

            Supervisor supervisor = resources.own(new Supervisor(system, this::progress));
            awaitHeadStart(pictures, searches);
            fail(system, supervisor, vectors, check, ledger, pictures, searches, watchers);
            return settle(system, supervisor, check, ledger, pictures, searches);
        }
    }

    private void progress(String message) {
        report.accept(
                "%4d s  %s".formatted(Duration.between(start, Instant.now()).toSeconds(), message));
    }

    /** The first pictures are indexed and found before anything fails. */
    private void awaitHeadStart(PictureTraffic pictures, JudgedSearches searches) throws InterruptedException {
        Instant limit = Instant.now().plus(HEAD_START_LIMIT);
        while (pictures.done().pictures() < HEAD_START * plan.pictures()
                || searches.tally().hits() == 0) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException(
                        "no picture was found within %s; searches: %s".formatted(HEAD_START_LIMIT, searches.tally()));
            }
            Thread.sleep(PROBE_MS);
        }
        progress("%d pictures published, the first are found"
                .formatted(pictures.done().pictures()));
    }

    private void fail(
            ChaosSystem system,
            Supervisor supervisor,
            VectorStore vectors,
            EndCheck check,
            Ledger ledger,
            PictureTraffic pictures,
            JudgedSearches searches,
            Executor watchers)
            throws InterruptedException {
        List<PlannedFault> faults = FaultPlan.draw(
                plan.faults(),
                system.components().stream().map(Component::name).toList(),
                plan.seed(),
                !plan.sparesCollections());
        Random random = new Random(plan.seed());
        List<CompletableFuture<Recovery>> watched = new ArrayList<>();
        for (int number = 0; number < faults.size(); number++) {
            PlannedFault fault = faults.get(number);
            progress("%d of %d: %s".formatted(number + 1, faults.size(), fault));
            double step = (1 - HEAD_START) / faults.size();
            trafficLimit = new TrafficLimit(HEAD_START + number * step, step, System.nanoTime());
            String victim = apply(fault, system, supervisor, vectors, check);
            CompletableFuture<Recovery> recovery = new CompletableFuture<>();
            long end = System.nanoTime();
            watchers.execute(() -> watch(fault, victim, end, ledger, pictures, searches, recovery));
            watched.add(recovery);
            if (random.nextInt(5) < FaultPlan.AFTER_RECOVERY_OF_FIVE) {
                awaitFor(recovery, NEXT_FAULT);
            }
        }
        trafficLimit = new TrafficLimit(1, 0, System.nanoTime());
        for (CompletableFuture<Recovery> each : watched) {
            awaitFor(each, RECOVERY_LIMIT.plusMinutes(1));
            recoveries.add(each.join());
        }
    }

    private static void awaitFor(CompletableFuture<Recovery> recovery, Duration limit) throws InterruptedException {
        try {
            recovery.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a recovery could not be watched", e.getCause());
        } catch (TimeoutException e) {
            LOGGER.debug("not recovered yet");
        }
    }

    /** Does it and returns at its end. @return the kind of its victim */
    private String apply(
            PlannedFault fault, ChaosSystem system, Supervisor supervisor, VectorStore vectors, EndCheck check)
            throws InterruptedException {
        if (fault.kind() == FaultKind.DROP_COLLECTION || fault.kind() == FaultKind.EMPTY_COLLECTION) {
            while (!damage(fault.kind(), vectors, check)) {
                Thread.sleep(PROBE_MS);
            }
            return "collection";
        }
        Component component = system.components().stream()
                .filter(each -> each.name().equals(fault.component()))
                .findFirst()
                .orElseThrow();
        CompletableFuture<Void> starting = starts.remove(component.name());
        if (starting != null) {
            // A server that is being started again serves before the next fault is done to it.
            starting.exceptionally(failure -> null).join();
        }
        supervisor.hold(component);
        try {
            switch (fault.kind()) {
                case KILL -> {
                    component.kill();
                    Thread.sleep(fault.length().toMillis());
                    CompletableFuture<Void> started = CompletableFuture.runAsync(component::start);
                    CompletableFuture<Void> released = started.whenComplete((nothing, failure) -> {
                        if (failure != null) {
                            LOGGER.atError().setCause(failure).log("{} did not start again", component.name());
                        }
                        supervisor.release(component);
                    });
                    starts.put(component.name(), released);
                    return component.kind();
                }
                case PAUSE -> {
                    component.pause();
                    Thread.sleep(fault.length().toMillis());
                    component.resume();
                }
                default -> {
                    List<Link> links = component.links();
                    List<Link> cut = fault.link() < 0 ? links : List.of(links.get(fault.link() % links.size()));
                    if (cut.size() == 1) {
                        progress("the link is " + cut.get(0).name());
                    }
                    cut.forEach(link -> link.cut(fault.mode()));
                    Thread.sleep(fault.length().toMillis());
                    cut.forEach(Link::heal);
                }
            }
            supervisor.release(component);
            return component.kind();
        } catch (InterruptedException | RuntimeException e) {
            supervisor.release(component);
            throw e;
        }
    }

    /** @return false if Milvus does not answer, being under another fault, or has no collection yet that answers */
    private boolean damage(FaultKind kind, VectorStore vectors, EndCheck check) {
        try {
            String collection = check.spaces().active().orElseThrow().collection();
            if (kind == FaultKind.DROP_COLLECTION) {
                vectors.drop(collection);
            } else {
                List<String> ids = new ArrayList<>();
                vectors.forEachId(collection, ids::add);
                vectors.delete(collection, ids);
            }
            progress("%s is %s".formatted(collection, kind == FaultKind.DROP_COLLECTION ? "dropped" : "empty"));
            return true;
        } catch (TransientFailure | PermanentFailure | KafkaException e) {
            LOGGER.atDebug().setCause(e).log("the collection cannot be damaged yet");
            return false;
        }
    }

    private void watch(
            PlannedFault fault,
            String victim,
            long end,
            Ledger ledger,
            PictureTraffic pictures,
            JudgedSearches searches,
            CompletableFuture<Recovery> recovery) {
        AtomicLong answered = new AtomicLong();
        searches.onAnswer(answer -> {
            if (answer.sentAt() >= end) {
                answered.compareAndSet(0, System.nanoTime());
            }
        });
        Duration fresh = null;
        try {
            Ledger.Known probe = pictures.probe();
            while (fresh == null && System.nanoTime() - end < RECOVERY_LIMIT.toNanos()) {
                if (isFound(probe, ledger, searches)) {
                    fresh = Duration.ofNanos(System.nanoTime() - end);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The answer that showed the new picture is told to listeners a moment after it was judged.
        Duration toAnswer = answered.get() == 0 ? fresh : Duration.ofNanos(answered.get() - end);
        if (fresh == null) {
            progress("NOT recovered from: " + fault);
        } else {
            progress("recovered after %.1f s from: %s".formatted(fresh.toMillis() / 1e3, fault));
        }
        recovery.complete(new Recovery(fault, victim, toAnswer, fresh));
    }

    /** Whether one search finds the new picture and older ones too. */
    private boolean isFound(Ledger.Known probe, Ledger ledger, JudgedSearches searches) throws InterruptedException {
        Thread.sleep(PROBE_MS);
        List<String> wanted = new ArrayList<>(List.of(probe.id()));
        ledger.settled(OLDER, new SplittableRandom(plan.seed())).forEach(older -> wanted.add(older.id()));
        long sentAt = System.nanoTime();
        try {
            Set<String> found = searches.whichAreFound(wanted).get(PROBE_TIMEOUT_S, TimeUnit.SECONDS);
            return found.contains(probe.id())
                    && wanted.stream().noneMatch(id -> !found.contains(id) && ledger.mustBeFound(id, sentAt));
        } catch (ExecutionException | TimeoutException e) {
            // Not yet.
            return false;
        }
    }

    private ChaosResult settle(
            ChaosSystem system,
            Supervisor supervisor,
            EndCheck check,
            Ledger ledger,
            PictureTraffic pictures,
            JudgedSearches searches)
            throws InterruptedException {
        progress("quiet: the last pictures, then the comparison");
        Instant quietSince = Instant.now();
        Instant limit = quietSince.plus(plan.quiet());
        @Nullable EndState state = null;
        boolean whole = false;
        while (!whole && Instant.now().isBefore(limit)) {
            Thread.sleep(CHECK_INTERVAL.toMillis());
            if (pictures.isDone()) {
                searches.stopSearching();
                state = checked(check, ledger);
                whole = state != null && state.isWhole() && searches.tally().unanswered() == 0;
            } else {
                progress("%s of %d pictures are published".formatted(pictures.done(), plan.pictures()));
            }
        }
        if (state == null) {
            state = check.check(ledger);
        }
        searches.unanswered().stream().limit(10).forEach(each -> progress("UNANSWERED: " + each));
        return new ChaosResult(
                plan.seed(),
                system.isMilvusFull() ? "the full Milvus server" : "Milvus Lite",
                pictures.done(),
                pictures.retries(),
                recoveries,
                supervisor.exits(),
                searches.tally(),
                state,
                Duration.between(quietSince, Instant.now()),
                Duration.between(start, Instant.now()));
    }

    private @Nullable EndState checked(EndCheck check, Ledger ledger) throws InterruptedException {
        try {
            EndState state = check.check(ledger);
            progress(state.summary());
            return state;
        } catch (RuntimeException e) {
            progress("the comparison failed: " + e);
            return null;
        }
    }
}
