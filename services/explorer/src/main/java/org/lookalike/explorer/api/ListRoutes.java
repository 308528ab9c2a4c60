package org.lookalike.explorer.api;

import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.labels.ClassSummary;
import org.lookalike.explorer.catalogue.CatalogueSnapshot;
import org.lookalike.explorer.catalogue.SystemView;
import org.lookalike.labels.ClusterLabel;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;

/** What there is to choose from: sources, attributes, clusters, labels. Thread-safe. */
public final class ListRoutes {
    private static final int EXAMPLES = 8;

    private final SystemView view;

    public ListRoutes(SystemView view) {
        this.view = view;
    }

    record Count(String name, int pictures) {}

    record Facets(
            String space,
            boolean complete,
            long pictures,
            boolean hasMap,
            List<Count> sources,
            List<String> labels,
            Map<String, Map<String, Integer>> attributes) {}

    record ClusterJson(
            String id,
            @Nullable String label,
            @Nullable Double purityBound,
            @Nullable Integer looked,
            int pictures,
            double share,
            float spread,
            List<String> examples,
            List<String> parents) {}

    record Clusters(String space, List<ClusterJson> clusters) {}

    /** What a filter may name. */
    public void facets(Context context) {
        CatalogueSnapshot catalogue = view.catalogue();
        context.json(new Facets(
                catalogue.spaceId(),
                catalogue.complete(),
                catalogue.all(),
                !view.map().id().isEmpty(),
                catalogue.sources().entrySet().stream()
                        .map(entry -> new Count(entry.getKey(), entry.getValue()))
                        .toList(),
                view.names().all(),
                catalogue.attributes()));
    }

    /** The clusters of the active space, the largest first. */
    public void clusters(Context context) {
        CatalogueSnapshot catalogue = view.catalogue();
        Map<String, Integer> sizes = catalogue.clusters();
        SystemView.Names names = view.names();
        double all = Math.max(1, catalogue.newestFirst().size());
        List<ClusterJson> clusters = view.space().map(Space::clusters).orElse(List.of()).stream()
                .map(cluster -> cluster(cluster, sizes.getOrDefault(cluster.id(), 0), all, names))
                .sorted(Comparator.comparingInt(ClusterJson::pictures)
                        .reversed()
                        .thenComparing(ClusterJson::id))
                .toList();
        context.json(new Clusters(catalogue.spaceId(), clusters));
    }

    private static ClusterJson cluster(Cluster cluster, int size, double all, SystemView.Names names) {
        ClusterLabel given = names.labels().clusters().get(cluster.id());
        ClusterLabel audited = given == null || given.looked().isEmpty() ? null : given;
        return new ClusterJson(
                cluster.id(),
                names.ofCluster(cluster.id()),
                audited == null ? null : audited.purityBound(),
                audited == null ? null : audited.looked().size(),
                size,
                size / all,
                cluster.spread(),
                cluster.examples().stream().limit(EXAMPLES).toList(),
                cluster.parents());
    }

    /** Every class that something is called. */
    public void labels(Context context) {
        context.json(ClassSummary.of(view.labels()));
    }
}
