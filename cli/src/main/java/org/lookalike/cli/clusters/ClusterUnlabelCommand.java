package org.lookalike.cli.clusters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.lookalike.cli.labels.LabelOptions;
import org.lookalike.cli.output.Console;
import org.lookalike.client.LabelPublisher;
import org.lookalike.labels.ClusterLabel;
import org.lookalike.labels.Labels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes back what a whole cluster was called. */
@Command(name = "unlabel", description = "Take back what a cluster was called; labels of pictures of their own stay.")
public final class ClusterUnlabelCommand implements Callable<Integer> {
    @Mixin
    private LabelOptions options = new LabelOptions();

    @Parameters(paramLabel = "ID", description = "The cluster's id.")
    private String clusterId = "";

    @Option(
            names = "--looks",
            description =
                    "Also take back the labels of the pictures that were looked at, where they are the cluster's.")
    private boolean imageLabels;

    @Override
    public Integer call() {
        Labels labels = options.read();
        ClusterLabel label = labels.clusters().get(clusterId);
        if (label == null) {
            Console.line("cluster %s has no label of its own".formatted(clusterId));
            return 0;
        }
        List<String> same = label.looked().stream()
                .filter(id -> labels.ofImage(id).filter(label.label()::equals).isPresent())
                .toList();
        options.publish(publisher -> words(publisher, imageLabels ? same : List.of()));
        Console.line("cluster %s is not called %s any more".formatted(clusterId, label.label()));
        if (!same.isEmpty()) {
            Console.step(
                    imageLabels
                            ? "and neither are %d pictures that were looked at".formatted(same.size())
                            : "%d pictures that were looked at still are: lookalike labels undo %s"
                                    .formatted(same.size(), String.join(" ", same)));
        }
        return 0;
    }

    private List<CompletableFuture<Void>> words(LabelPublisher publisher, List<String> images) {
        List<CompletableFuture<Void>> words = new ArrayList<>();
        words.add(publisher.unlabelCluster(clusterId));
        images.forEach(id -> words.add(publisher.unlabelImage(id)));
        return words;
    }
}
