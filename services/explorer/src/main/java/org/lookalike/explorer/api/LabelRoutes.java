package org.lookalike.explorer.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.lookalike.client.LabelPublisher;
import org.lookalike.client.SearchException;
import org.lookalike.explorer.catalogue.SystemView;
import org.lookalike.http.RequestBody;
import org.lookalike.labels.ClusterLabel;
import org.lookalike.labels.Labels;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.LabelText;

/** Labelling pictures and clusters, and taking that back. Thread-safe. */
public final class LabelRoutes {
    private static final int MOST = 1_000;
    private static final int MOST_UNDONE = 256;
    private static final long MAX_BODY = 1 << 20;
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SystemView view;
    private final LabelPublisher labels;
    /** What was there before each of the last changes; guarded by itself. */
    private final Map<String, Change> changes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Change> eldest) {
            return size() > MOST_UNDONE;
        }
    };

    public LabelRoutes(SystemView view, LabelPublisher labels) {
        this.view = view;
        this.labels = labels;
    }

    /**
     * What is to be labelled.
     *
     * @param pictures ids of images
     * @param clusters ids of clusters
     * @param label what they are called; null takes their own labels away
     */
    record Request(
            @Nullable List<String> pictures,
            @Nullable List<String> clusters,
            @Nullable String label) {}

    record Changed(
            String undo,
            int pictures,
            int clusters,
            @Nullable String label) {}

    record Undone(int pictures, int clusters) {}

    /** Each map has null where there was no label. */
    private record Change(
            Map<String, @Nullable String> pictures,
            Map<String, @Nullable ClusterLabel> clusters,
            @Nullable String label) {}

    /** Labels pictures, clusters or both. */
    public void label(Context context) {
        Request request = request(context);
        List<String> pictures = request.pictures() == null ? List.of() : request.pictures();
        List<String> clusters = request.clusters() == null ? List.of() : request.clusters();
        String label = request.label();
        require(pictures, clusters, label);
        Labels before = view.labels();
        Change change = new Change(new LinkedHashMap<>(), new LinkedHashMap<>(), label);
        pictures.forEach(id -> change.pictures().put(id, before.ofImage(id).orElse(null)));
        clusters.forEach(id -> change.clusters().put(id, before.clusters().get(id)));
        String space = view.catalogue().spaceId();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (String id : pictures) {
            sent.add(label == null ? labels.unlabelImage(id) : labels.labelImage(id, label));
        }
        for (String id : clusters) {
            sent.add(label == null ? labels.unlabelCluster(id) : labels.labelCluster(space, id, label));
        }
        join(sent);
        view.awaitLabels(now -> holds(now, pictures, clusters, label), VISIBLE_WITHIN);
        String undo = UUID.randomUUID().toString();
        synchronized (changes) {
            changes.put(undo, change);
        }
        context.json(new Changed(undo, pictures.size(), clusters.size(), label));
    }

    /** Restores what a change replaced. */
    public void undo(Context context) {
        String token = new Parameters(context).required("undo");
        Change change;
        synchronized (changes) {
            change = changes.remove(token);
        }
        if (change == null) {
            throw new PermanentFailure(
                    ErrorCode.NOT_FOUND, "this change cannot be undone any more: it was undone, or is too long ago");
        }
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        change.pictures()
                .forEach((id, label) ->
                        sent.add(label == null ? labels.unlabelImage(id) : labels.labelImage(id, label)));
        change.clusters().forEach((id, label) -> sent.add(restored(id, label)));
        join(sent);
        view.awaitLabels(now -> isRestored(now, change), VISIBLE_WITHIN);
        context.json(new Undone(change.pictures().size(), change.clusters().size()));
    }

    private CompletableFuture<Void> restored(String clusterId, @Nullable ClusterLabel label) {
        return label == null
                ? labels.unlabelCluster(clusterId)
                : labels.labelCluster(
                        label.spaceId(),
                        clusterId,
                        label.label(),
                        label.looked(),
                        label.agreed(),
                        label.purityBound(),
                        label.confidence());
    }

    private static Request request(Context context) {
        byte[] body = RequestBody.read(context.bodyInputStream(), context.req().getContentLengthLong(), MAX_BODY);
        try {
            return JSON.readValue(new String(body, StandardCharsets.UTF_8), Request.class);
        } catch (JsonProcessingException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "the body must be JSON: {\"pictures\": [ids], \"clusters\": [ids], \"label\": text or null}",
                    e);
        }
    }

    private void require(List<String> pictures, List<String> clusters, @Nullable String label) {
        int all = pictures.size() + clusters.size();
        if (all == 0 || all > MOST) {
            throw Parameters.invalid("%d pictures and clusters, must be 1 to %d".formatted(all, MOST));
        }
        if (label != null) {
            try {
                LabelText.require(label);
            } catch (IllegalArgumentException e) {
                throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
            }
        }
        for (String id : pictures) {
            String problem = id == null ? "an id is null" : ImageIds.problemWithId(id);
            if (problem != null) {
                throw Parameters.invalid(problem);
            }
        }
        for (String id : clusters) {
            boolean known = view.space().stream()
                    .flatMap(space -> space.clusters().stream())
                    .anyMatch(cluster -> cluster.id().equals(id));
            if (!known) {
                throw new PermanentFailure(
                        ErrorCode.NOT_FOUND,
                        "the active space has no cluster %s; a refit may have ended it".formatted(id));
            }
        }
    }

    private static boolean holds(Labels now, List<String> pictures, List<String> clusters, @Nullable String label) {
        Optional<String> wanted = Optional.ofNullable(label);
        return pictures.stream().allMatch(id -> now.ofImage(id).equals(wanted))
                && clusters.stream()
                        .allMatch(id -> Optional.ofNullable(now.clusters().get(id))
                                .map(ClusterLabel::label)
                                .equals(wanted));
    }

    private static boolean isRestored(Labels now, Change change) {
        return change.pictures().entrySet().stream()
                        .allMatch(entry -> now.ofImage(entry.getKey()).equals(Optional.ofNullable(entry.getValue())))
                && change.clusters().entrySet().stream()
                        .allMatch(entry -> Optional.ofNullable(now.clusters().get(entry.getKey()))
                                .map(ClusterLabel::label)
                                .equals(Optional.ofNullable(entry.getValue()).map(ClusterLabel::label)));
    }

    private static void join(List<CompletableFuture<Void>> sent) {
        try {
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SearchException failure
                    ? new TransientFailure(String.valueOf(failure.getMessage()), failure)
                    : e;
        }
    }
}
