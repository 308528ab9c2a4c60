package org.lookalike.bench.latent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lookalike.bench.latent.LatentResult.TaskResult;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.WorkFolder;

/** Runs every task in interleaved rounds: within a round every system computes, one after the other. */
final class LatentBenchmark {
    static final String SCIKIT_LEARN = "scikit-learn";
    static final String FAISS = "faiss";
    static final String OPEN_TSNE = "openTSNE";

    private final LatentPlan plan;

    LatentBenchmark(LatentPlan plan) {
        this.plan = plan;
    }

    LatentResult run() throws IOException {
        List<Task> tasks = tasks();
        List<PythonPeer> peers = new ArrayList<>();
        try (WorkFolder folder = WorkFolder.create()) {
            try {
                if (plan.withPeers()) {
                    peers.add(PythonPeer.start(
                            SCIKIT_LEARN, "scikit-learn", "latent-requirements.txt", plan, folder.path()));
                    startFaiss(folder.path()).ifPresent(peers::add);
                    if (tasks.stream().anyMatch(TsneTask.class::isInstance)) {
                        peers.add(PythonPeer.start(
                                OPEN_TSNE, "openTSNE", "latent-requirements.txt", plan, folder.path()));
                    }
                }
                Map<String, String> versions = new LinkedHashMap<>();
                peers.forEach(peer -> versions.put(peer.name(), peer.version()));
                List<TaskResult> results = new ArrayList<>();
                for (Task task : tasks) {
                    results.add(run(task, peers, Files.createTempDirectory(folder.path(), "task-")));
                }
                return new LatentResult(Machine.here(), plan.threads(), plan.repeats(), versions, results);
            } finally {
                for (PythonPeer peer : peers) {
                    peer.close();
                }
            }
        }
    }

    private List<Task> tasks() {
        List<Task> all = plan.quick()
                ? List.of(
                        new PcaTask(2_000, 256, 32),
                        new KMeansTask(2_000, 64, 16),
                        new LdaTask(500, 64, 4),
                        new TsneTask(500, 20, 50, 50))
                : List.of(
                        new PcaTask(20_000, 2_048, 256),
                        new PcaTask(20_000, 1_280, 256),
                        new KMeansTask(20_000, 256, 64),
                        new KMeansTask(20_000, 256, 256),
                        new LdaTask(2_000, 1_280, 4),
                        new TsneTask(5_000, 50, 250, 500),
                        new TsneTask(20_000, 50, 250, 500));
        List<Task> asked =
                all.stream().filter(task -> task.name().contains(plan.only())).toList();
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("--only is '%s', must be part of one of %s"
                    .formatted(plan.only(), all.stream().map(Task::name).toList()));
        }
        return asked;
    }

    private Optional<PythonPeer> startFaiss(Path folder) throws IOException {
        try {
            return Optional.of(PythonPeer.start(FAISS, "faiss-cpu", "latent-faiss-requirements.txt", plan, folder));
        } catch (BenchFailure e) {
            plan.progress().accept("faiss does not install here and is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private TaskResult run(Task task, List<PythonPeer> peers, Path folder) throws IOException {
        plan.progress().accept(task.name() + ": making the data");
        task.prepare(folder);
        // Once untimed: compilers compile, allocators grow, files come into memory.
        task.fit(plan.threads());
        ask(task, peers, 1);
        List<Double> load = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        Map<String, List<Double>> theirs = new LinkedHashMap<>();
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        Map<String, JsonNode> answers = Map.of();
        for (int round = 1; round <= plan.rounds(); round++) {
            plan.progress().accept("%s: round %d of %d".formatted(task.name(), round, plan.rounds()));
            load.add(Machine.load());
            double seconds = fastest(task);
            ours.add(seconds);
            answers = ask(task, peers, task.repeats(plan.repeats()));
            answers.forEach((peer, answer) -> {
                double peerSeconds = answer.path("seconds").asDouble();
                theirs.computeIfAbsent(peer, name -> new ArrayList<>()).add(peerSeconds);
                ratios.computeIfAbsent(peer, name -> new ArrayList<>()).add(seconds / peerSeconds);
            });
        }
        return new TaskResult(
                task.name(),
                MedianAndRange.of(load),
                MedianAndRange.of(ours),
                spreads(theirs),
                spreads(ratios),
                peers.isEmpty() ? Map.of() : task.agreement(answers, peers.get(0)));
    }

    private double fastest(Task task) {
        double fastest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < task.repeats(plan.repeats()); i++) {
            long begin = System.nanoTime();
            task.fit(plan.threads());
            fastest = Math.min(fastest, (System.nanoTime() - begin) / 1e9);
        }
        return fastest;
    }

    private Map<String, JsonNode> ask(Task task, List<PythonPeer> peers, int repeats) {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        for (PythonPeer peer : peers) {
            Optional<ObjectNode> request = task.request(peer);
            request.ifPresent(asked -> answers.put(
                    peer.name(), peer.ask(asked.put("threads", plan.threads()).put("repeats", repeats))));
        }
        return answers;
    }

    private static Map<String, MedianAndRange> spreads(Map<String, List<Double>> measurements) {
        Map<String, MedianAndRange> spreads = new LinkedHashMap<>();
        measurements.forEach((name, values) -> spreads.put(name, MedianAndRange.of(values)));
        return spreads;
    }
}
