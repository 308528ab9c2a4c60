package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.testkit.SharedData;

/**
 * Whether {@code lookalike evaluate} finds what the plain reference pipeline found with the same encoder on the same
 * split: each figure within three standard deviations of the reference's over five splits.
 *
 * <p>The reference tells that deviation for mean average precision, precision at 10, and the recall of nearest centroids
 * and of full LDA. Others take that of the nearest kin: precision, F1 and accuracy that of the recall of their
 * classifier; LDA in two and three dimensions that of full LDA; clusters, for want of any, that of nearest centroids.
 */
@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
class EvaluateIT {
    private static final int DEVIATIONS = 3;

    @TempDir
    private static Path folder;

    @ParameterizedTest
    @CsvSource({"demo, demo.zip", "material, evaluation.zip", "pcb, evaluation.zip"})
    void figuresAreThoseOfTheReference(String set, String archive) throws IOException {
        Path json = folder.resolve(set + ".json");
        Path html = folder.resolve(set + ".html");
        Ended ended = CommandRunner.runWithoutSystem(
                "evaluate",
                SharedData.file(archive).toString(),
                "--set=" + set,
                "--split=" + SharedData.file("split.json"),
                "--json=" + json,
                "--html=" + html);
        assertThat(ended.code()).describedAs(ended.err()).isZero();

        JsonNode reference = read(SharedData.file("reference.json")).get(set);
        JsonNode spread = reference.get("five_split_spread");
        JsonNode expected = reference.get("efficientnet_lite0_squash");
        Map<String, JsonNode> found = new HashMap<>();
        read(json)
                .get("representations")
                .forEach(each -> found.put(each.get("name").asText(), each));

        double centroid = allowed(spread, "centroid_recall");
        double discriminant = allowed(spread, "ldafull_recall");
        classifier(found.get("features"), "centroid-cosine", expected.get("centroid_cos"), centroid);
        classifier(found.get("features-lda2"), "centroid-euclidean", expected.get("lda2"), discriminant);
        classifier(found.get("features-lda3"), "centroid-euclidean", expected.get("lda3"), discriminant);
        classifier(found.get("features-lda"), "centroid-euclidean", expected.get("ldafull"), discriminant);
        retrieval(found.get("features"), expected.get("raw_cos"), spread, "raw");
        retrieval(found.get("features-pca64"), expected.get("pca64").get("cos"), spread, "pca64");
        close("features NMI", nmi(found.get("features")), expected.get("kmeans").get("nmi"), centroid);
        close(
                "pca64 NMI",
                nmi(found.get("features-pca64")),
                expected.get("kmeans_pca64").get("nmi"),
                centroid);

        JsonNode pixels = reference.get("pixels_32x32");
        classifier(found.get("pixels"), "centroid-euclidean", pixels.get("centroid"), centroid);
        retrieval(found.get("pixels"), pixels.get("retrieval_cos"), spread, "raw");

        assertThat(Files.readString(html)).contains("Points and centroids").doesNotContain("src=", "http://localhost");
    }

    private static void classifier(JsonNode representation, String name, JsonNode expected, double allowed) {
        for (JsonNode each : representation.get("classifiers")) {
            if (each.get("name").asText().equals(name)) {
                String what = representation.get("name").asText() + " " + name;
                close(
                        what + " precision",
                        each.get("precision").get("mean").asDouble(),
                        expected.get("precision"),
                        allowed);
                close(what + " recall", each.get("recall").get("mean").asDouble(), expected.get("recall"), allowed);
                close(what + " accuracy", each.get("accuracy").get("mean").asDouble(), expected.get("acc"), allowed);
                return;
            }
        }
        throw new AssertionError("no classifier " + name);
    }

    private static void retrieval(JsonNode representation, JsonNode expected, JsonNode spread, String kin) {
        for (JsonNode each : representation.get("retrieval")) {
            if (each.get("distance").asText().equals("cosine")) {
                String what = representation.get("name").asText();
                double precision = each.get("precisionAt").get("10").get("mean").asDouble();
                close(what + " precision@10", precision, expected.get("p10"), allowed(spread, kin + "_p10"));
                double map = each.get("meanAveragePrecision").get("mean").asDouble();
                close(what + " mAP", map, expected.get("mAP"), allowed(spread, kin + "_mAP"));
                return;
            }
        }
        throw new AssertionError("no retrieval by cosine");
    }

    private static double nmi(JsonNode representation) {
        return representation.get("clusterNmi").get("mean").asDouble();
    }

    private static void close(String what, double found, JsonNode expected, double allowed) {
        System.out.printf("%-45s %.4f, reference %.4f, allowed %.4f%n", what, found, expected.asDouble(), allowed);
        assertThat(found).describedAs(what).isCloseTo(expected.asDouble(), within(allowed));
    }

    private static double allowed(JsonNode spread, String figure) {
        return DEVIATIONS * spread.get(figure).get("sd").asDouble();
    }

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
