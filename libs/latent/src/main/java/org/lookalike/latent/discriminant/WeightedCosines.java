package org.lookalike.latent.discriminant;

import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.retrieval.AveragePrecision;

/**
 * Rows in a principal and a discriminant part, whose cosines under any weight come from two products that are made once.
 *
 * @param count how many rows there are
 * @param principal the products of rows in the principal part, row after row
 * @param discriminant those in the discriminant part, at weight 1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record WeightedCosines(int count, float[] principal, float[] discriminant) {
    /** @param scale of the discriminant part at weight 1 */
    static WeightedCosines of(Rows principal, Rows discriminant, double scale) {
        float[] scaled = products(discriminant);
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) (scale * scale);
        }
        return new WeightedCosines(principal.count(), products(principal), scaled);
    }

    /**
     * The mean average precision of some rows as queries among the others.
     *
     * @param queries their places
     * @return NaN where no query has a row of its class beside it
     */
    double meanAveragePrecision(int[] queries, int[] labels, double weight) {
        double[] lengths = new double[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = Math.sqrt(product(i, i, weight));
        }
        double sum = 0;
        int judged = 0;
        float[] cosines = new float[count];
        boolean[] relevant = new boolean[count];
        for (int query : queries) {
            for (int i = 0; i < count; i++) {
                double length = lengths[i] * lengths[query];
                cosines[i] = length > 0 ? (float) (product(query, i, weight) / length) : 0;
                relevant[i] = labels[i] == labels[query];
            }
            double precision = AveragePrecision.of(cosines, relevant, query);
            if (!Double.isNaN(precision)) {
                sum += precision;
                judged++;
            }
        }
        return judged == 0 ? Double.NaN : sum / judged;
    }

    private double product(int one, int other, double weight) {
        return principal[one * count + other] + weight * discriminant[one * count + other];
    }

    private static float[] products(Rows rows) {
        int count = rows.count();
        int width = rows.width();
        float[] values = rows.values();
        float[] products = new float[count * count];
        for (int one = 0; one < count; one++) {
            for (int other = one; other < count; other++) {
                float sum = (float) Vectors.dot(values, one * width, values, other * width, width);
                products[one * count + other] = sum;
                products[other * count + one] = sum;
            }
        }
        return products;
    }
}
