package org.lookalike.lab.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;

class ClassifiersTest {
    private static Rows rows(int width, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Rows.of(floats, width);
    }

    private static LabelledVectors sample(Rows rows, int classes, int... labels) {
        return LabelledVectors.of(rows, labels, classes);
    }

    @Test
    void centroidsAreTheMeansOfTheirClasses() {
        NearestCentroid centroids =
                NearestCentroid.fit(sample(rows(2, 0, 0, 2, 0, 10, 10, 10, 14), 2, 0, 0, 1, 1), Metric.EUCLIDEAN);
        assertThat(centroids.centroids()).isEqualTo(rows(2, 1, 0, 10, 12));
        assertThat(centroids.classify(rows(2, 3, 3, 8, 8, 6, 6.1))).containsExactly(0, 1, 1);
    }

    @Test
    void cosineSeesDirectionsOnly() {
        LabelledVectors sample = sample(rows(2, 1, 0, 100, 1, 0, 1, 0.1, 5), 2, 0, 0, 1, 1);
        Rows queries = rows(2, 0.02, 0.01, 30, 40);
        assertThat(NearestCentroid.fit(sample, Metric.COSINE).classify(queries)).containsExactly(0, 1);
        assertThat(NearestCentroid.fit(sample, Metric.EUCLIDEAN).classify(queries))
                .containsExactly(1, 0);
    }

    @Test
    void aVectorAsNearToTwoCentroidsGoesToTheFirst() {
        NearestCentroid centroids = NearestCentroid.fit(sample(rows(1, -1, 1), 2, 0, 1), Metric.EUCLIDEAN);
        assertThat(centroids.classify(rows(1, 0))).containsExactly(0);
    }

    @Test
    void classesWithoutVectorsAreNeverNamed() {
        NearestCentroid centroids = NearestCentroid.fit(sample(rows(1, 5, 9), 4, 1, 3), Metric.EUCLIDEAN);
        assertThat(centroids.classify(rows(1, 0, 8))).containsExactly(1, 3);
    }

    @Test
    void mostOfTheNeighboursDecide() {
        LabelledVectors sample = sample(rows(1, 0, 1, 2, 3, 10), 2, 0, 1, 1, 1, 0);
        assertThat(KNearestNeighbours.of(sample, 1, Metric.EUCLIDEAN).classify(rows(1, 0.2, 8)))
                .containsExactly(0, 0);
        assertThat(KNearestNeighbours.of(sample, 3, Metric.EUCLIDEAN).classify(rows(1, 0.2, 8)))
                .containsExactly(1, 1);
    }

    @Test
    void ofClassesWithEquallyManyVotesTheOneWithTheNearestNeighbourWins() {
        LabelledVectors sample = sample(rows(1, 1, -2, 3, -4), 2, 1, 0, 1, 0);
        assertThat(KNearestNeighbours.of(sample, 4, Metric.EUCLIDEAN).classify(rows(1, 0)))
                .containsExactly(1);
        assertThat(KNearestNeighbours.of(sample, 4, Metric.EUCLIDEAN).classify(rows(1, -3)))
                .containsExactly(0);
    }

    @Test
    void ofEquallyFarNeighboursTheEarlierIsTheNearer() {
        LabelledVectors sample = sample(rows(1, 1, -1), 2, 1, 0);
        assertThat(KNearestNeighbours.of(sample, 1, Metric.EUCLIDEAN).classify(rows(1, 0)))
                .containsExactly(1);
    }

    @Test
    void aVectorOfZerosIsEquallyFarFromAllByCosine() {
        LabelledVectors sample = sample(rows(2, 1, 0, 0, 1), 2, 1, 0);
        assertThat(KNearestNeighbours.of(sample, 1, Metric.COSINE).classify(rows(2, 0, 0)))
                .containsExactly(1);
    }

    @Test
    void refusesImpossibleNumbersOfNeighbours() {
        LabelledVectors sample = sample(rows(1, 1, 2), 2, 0, 1);
        assertThatThrownBy(() -> KNearestNeighbours.of(sample, 3, Metric.COSINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 neighbours, must be 1 to the 2 rows");
    }

    @Test
    void refusesVectorsOfAnotherWidth() {
        LabelledVectors sample = sample(rows(2, 1, 2, 3, 4), 2, 0, 1);
        Classifier classifier = KNearestNeighbours.of(sample, 1, Metric.EUCLIDEAN);
        assertThatThrownBy(() -> classifier.classify(rows(1, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be of width 2");
    }

    @Test
    void refusesLabelsBeyondTheClasses() {
        assertThatThrownBy(() -> sample(rows(1, 1, 2), 2, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 1 is class 2");
    }
}
