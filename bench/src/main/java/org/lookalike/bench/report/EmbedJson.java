package org.lookalike.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.lookalike.bench.embed.EmbedResult;
import org.lookalike.bench.embed.Round;
import org.lookalike.bench.embed.SetResult;
import org.lookalike.bench.measure.MedianAndRange;
import org.lookalike.bench.worker.WorkerBroker.Run;

/** The results for a script. */
public final class EmbedJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private EmbedJson() {}

    /**
     * One object. Under {@code images} stands one for each size, whose {@code ceiling_ratio} and {@code peer_ratio}
     * are medians over the rounds; rates are images per second.
     */
    public static String of(EmbedResult result) {
        ObjectNode root = MAPPER.createObjectNode();
        root.putPOJO("machine", result.machine());
        root.put("encoder", result.encoder());
        root.put("device", result.device());
        root.put("threads", result.threads());
        root.putPOJO("settings", result.settings());
        root.putPOJO("versions", result.versions());
        ObjectNode images = root.putObject("pictures");
        result.sets().forEach(set -> put(images.putObject(set.set().name()), set));
        try {
            return MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    private static void put(ObjectNode node, SetResult result) {
        node.put("origin", result.set().origin());
        node.put("files", result.set().images().size());
        node.put("mean_bytes", result.set().meanBytes());
        node.put("events_per_round", result.set().events());
        node.put("ceiling_ratio", result.ceilingRatio().median());
        result.peerRatio().ifPresent(ratio -> node.put("peer_ratio", ratio.median()));
        put(node, "ceiling_ratio_spread", result.ceilingRatio());
        result.peerRatio().ifPresent(ratio -> put(node, "peer_ratio_spread", ratio));
        result.peerCeilingRatio().ifPresent(ratio -> put(node, "peer_ceiling_ratio_spread", ratio));
        put(node, "load_before", result.load());
        ObjectNode inference = node.putObject("inference");
        result.inference().forEach((shape, rate) -> put(inference, shape.toString(), rate));
        put(node, "decode", result.decode());
        put(node, "ceiling", result.ceiling());
        put(node, "embedder", result.ours());
        result.peer().ifPresent(rate -> put(node, "python", rate));
        put(node, "embedder_core_seconds_per_picture", result.oursCpu());
        result.peerCpu().ifPresent(cpu -> put(node, "python_core_seconds_per_picture", cpu));
        put(node, "broker_core_seconds_per_picture", result.brokerCpu());
        put(node, "cores_used_by_others", result.otherCores());
        result.agreement().ifPresent(cosine -> put(node, "cosine_of_features", cosine));
        result.rounds().forEach(round -> put(node.withArray("rounds").addObject(), round));
    }

    private static void put(ObjectNode node, Round round) {
        node.put("load_before", round.load());
        ObjectNode inference = node.putObject("inference");
        round.inference().forEach((shape, rate) -> inference.put(shape.toString(), rate));
        node.put("decode", round.decode());
        put(node.putObject("embedder"), round.ours());
        round.peer().ifPresent(peer -> put(node.putObject("python"), peer));
    }

    private static void put(ObjectNode node, Run run) {
        node.put("rate", run.rate());
        node.put("seconds", run.seconds());
        node.put("core_seconds_worker", run.cpu().worker());
        node.put("core_seconds_bench", run.cpu().bench());
        node.put("core_seconds_others", run.cpu().others());
    }

    private static void put(ObjectNode node, String name, MedianAndRange spread) {
        ObjectNode inner = node.putObject(name);
        inner.put("median", spread.median());
        inner.put("min", spread.min());
        inner.put("max", spread.max());
    }
}
