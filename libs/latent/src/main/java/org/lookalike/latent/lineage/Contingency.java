package org.lookalike.latent.lineage;

import java.util.Map;

/**
 * How many shared images went from each old cluster to each new one, with the sums. A relative share of 1 is what a
 * cluster has when known images are spread evenly over all.
 */
final class Contingency {
    private final int[][] shared;
    private final int[] oldTotals;
    private final int[] newTotals;
    private final double[] oldShares;
    private final double[] newShares;

    Contingency(OldClusters before, NewClusters after) {
        shared = new int[before.ids().size()][after.count()];
        oldTotals = new int[before.ids().size()];
        newTotals = new int[after.count()];
        int known = 0;
        for (Map.Entry<String, Integer> member : after.members().entrySet()) {
            int to = member.getValue();
            Integer from = before.members().get(member.getKey());
            if (from != null) {
                shared[from][to]++;
                oldTotals[from]++;
                newTotals[to]++;
                known++;
            }
        }
        oldShares = relativeShares(oldTotals, before.members(), known);
        newShares = relativeShares(newTotals, after.members(), known);
    }

    private static double[] relativeShares(int[] totals, Map<String, Integer> members, int known) {
        int[] sizes = new int[totals.length];
        members.values().forEach(cluster -> sizes[cluster]++);
        double[] shares = new double[totals.length];
        for (int i = 0; i < totals.length; i++) {
            shares[i] = totals[i] == 0 ? 0 : (double) totals[i] / sizes[i] * members.size() / known;
        }
        return shares;
    }

    int shared(int from, int to) {
        return shared[from][to];
    }

    /** The shared images of an old cluster. */
    int oldTotal(int from) {
        return oldTotals[from];
    }

    /** The shared images of a new cluster. */
    int newTotal(int to) {
        return newTotals[to];
    }

    /** The fraction of an old cluster's members that are still in the sample, over that fraction of all. */
    double survivingShare(int from) {
        return oldShares[from];
    }

    /** The fraction of a new cluster's members that were known before, over that fraction of all. */
    double knownShare(int to) {
        return newShares[to];
    }

    int oldClusters() {
        return oldTotals.length;
    }

    int newClusters() {
        return newTotals.length;
    }
}
