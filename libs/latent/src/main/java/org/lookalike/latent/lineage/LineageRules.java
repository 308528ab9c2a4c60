package org.lookalike.latent.lineage;

/**
 * When a new cluster counts as the continuation of an old one.
 *
 * <p>The defaults are meant for samples in which 2 to 5 % of the images change their cluster by chance:
 *
 * <ul>
 *   <li>With a majority of 0.5, each old cluster has at most one destination and each new cluster at most one origin, so
 *       no tie needs breaking. MONIC uses 0.5 too.
 *   <li>Of 3 shared images at 5 % noise, 2 or more lie in the wrong cluster in 0.7 % of the cases. Asking for more
 *       evidence would end small clusters whose images are hardly in the sample.
 *   <li>A new cluster of unknown images still holds known ones by noise: about 5 % of what an even share would give.
 *       A cluster that was split off holds the even share, less if its kind of image has become frequent; 10 % leaves
 *       it room to grow ten times faster than the others. The same holds, backwards in time, for clusters that vanish.
 * </ul>
 *
 * @param majority the fraction of a cluster's shared images that has to be exceeded for it to go to, or to come from,
 *     one other; 0.5 or more, less than 1
 * @param minimumShared how many shared images a cluster must hold for its members to say anything; at least 1
 * @param minimumShare a new cluster is a birth where the fraction of its members that were known before is less than
 *     this times the same fraction over all clusters; and where the fraction of an old cluster's members that are still
 *     in the sample is less than this times the same over all, they do not say where it went; 0 to 1
 */
public record LineageRules(double majority, int minimumShared, double minimumShare) {
    public LineageRules {
        require(majority >= 0.5 && majority < 1, "majority", majority, "from 0.5 to less than 1");
        require(minimumShared >= 1, "minimumShared", minimumShared, "at least 1");
        require(minimumShare >= 0 && minimumShare <= 1, "minimumShare", minimumShare, "0 to 1");
    }

    /** Rules for samples of some thousand images. */
    public static LineageRules defaults() {
        return new LineageRules(0.5, 3, 0.1);
    }

    private static void require(boolean holds, String name, Number value, String limit) {
        if (!holds) {
            throw new IllegalArgumentException("%s %s, must be %s".formatted(name, value, limit));
        }
    }
}
