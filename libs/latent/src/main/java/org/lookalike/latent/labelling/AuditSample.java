package org.lookalike.latent.labelling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.lookalike.latent.labelling.SampledMember.Role;
import org.lookalike.latent.sample.SampleHash;

/**
 * The members of a cluster to look at before all are given one label.
 *
 * <p>Members are ordered by their distance to the centre and cut into as many strata as the sample is large, of equal
 * size but for one member; one member of each stratum is picked at random. So the centre and the edge are both seen, and
 * still the sample is fair. In a small cluster, of fewer than {@value #SMALL} times the sample, members are picked at
 * random from the whole: there the exact bound for sampling without replacement is better than strata are. The most
 * doubtful members come on top and do not count.
 *
 * <p>Randomness is a hash of the seed and the image's id: the same members and seed give the same sample, in any order
 * and on any machine, and members that come later seldom change it. Whoever chooses the seed after having seen the
 * images spoils the sample.
 *
 * @param clusterSize how many members the cluster has, at least 1
 * @param stratified whether there was one pick from each stratum of all members
 * @param members from the centre outwards, those that do not count last
 */
public record AuditSample(int clusterSize, boolean stratified, List<SampledMember> members) {
    /** The most members that may be picked, of each kind. */
    public static final int MAX_SIZE = 1000;

    private static final int SMALL = 10;

    private static final Comparator<Member> FROM_THE_CENTRE =
            Comparator.comparingDouble(Member::distance).thenComparing(Member::id);
    private static final Comparator<Member> MOST_DOUBTFUL_FIRST =
            Comparator.comparingDouble(Member::margin).thenComparing(Member::id);

    public AuditSample {
        members = List.copyOf(members);
    }

    /**
     * Draws a sample.
     *
     * @param cluster all members of the cluster, at least 1, in any order
     * @param size how many to pick at random, 1 to {@value #MAX_SIZE}; all where there are no more
     * @param doubtful how many of the most doubtful to pick on top, 0 to {@value #MAX_SIZE}
     * @param seed of the random choice
     * @throws IllegalArgumentException if a number is out of range, or an id occurs twice
     */
    public static AuditSample draw(List<Member> cluster, int size, int doubtful, long seed) {
        return draw(cluster, member -> true, cluster.size(), size, doubtful, seed);
    }

    /**
     * Draws a sample where not all members are at hand. The picks are still spread over strata; but these are of the
     * members at hand, so that the bound is the one for picks from the whole cluster, which claims less.
     *
     * @param known members of the cluster, at least 1, in any order
     * @param random whether a known member is one of a random sample of the cluster: only these are picked at random
     * @param clusterSize how many members the cluster has
     */
    static AuditSample draw(
            List<Member> known, Predicate<Member> random, int clusterSize, int size, int doubtful, long seed) {
        require(!known.isEmpty(), "members", known.size(), "at least 1");
        require(size >= 1 && size <= MAX_SIZE, "looks", size, "1 to " + MAX_SIZE);
        require(doubtful >= 0 && doubtful <= MAX_SIZE, "looks at doubtful members", doubtful, "0 to " + MAX_SIZE);
        List<Member> ordered =
                known.stream().filter(random).sorted(FROM_THE_CENTRE).toList();
        Map<String, Integer> ranks = new HashMap<>();
        for (Member member : ordered) {
            if (ranks.put(member.id(), ranks.size()) != null) {
                throw new IllegalArgumentException("member %s occurs twice".formatted(member.id()));
            }
        }
        boolean strata = ordered.size() >= (long) SMALL * size;
        List<SampledMember> picked = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Member member : strata ? oneOfEach(ordered, size, seed) : some(ordered, size, seed)) {
            int rank = Objects.requireNonNull(ranks.get(member.id()));
            picked.add(new SampledMember(member.id(), role(rank, ordered.size())));
            taken.add(member.id());
        }
        known.stream()
                .filter(member -> member.margin() < Double.POSITIVE_INFINITY && !taken.contains(member.id()))
                .sorted(MOST_DOUBTFUL_FIRST)
                .limit(doubtful)
                .forEach(member -> picked.add(new SampledMember(member.id(), Role.DOUBTFUL)));
        return new AuditSample(clusterSize, strata && ordered.size() == clusterSize, picked);
    }

    /** How many members were picked at random. */
    public int size() {
        return (int) members.stream().filter(SampledMember::counted).count();
    }

    /**
     * A lower bound for the share of the cluster's members that have a label, see {@link PurityBound}.
     *
     * @param agreeing how many of the members picked at random have it
     * @param confidence 0.6 to less than 1
     * @throws IllegalArgumentException if the numbers are not like that
     */
    public double bound(int agreeing, double confidence) {
        return stratified
                ? PurityBound.stratified(clusterSize, size(), agreeing, confidence)
                : PurityBound.finite(clusterSize, size(), agreeing, confidence);
    }

    private static List<Member> oneOfEach(List<Member> ordered, int strata, long seed) {
        List<Member> picked = new ArrayList<>();
        for (int stratum = 0; stratum < strata; stratum++) {
            int from = (int) ((long) stratum * ordered.size() / strata);
            int to = (int) ((stratum + 1L) * ordered.size() / strata);
            picked.add(shuffled(ordered.subList(from, to), seed).get(0));
        }
        return picked;
    }

    private static List<Member> some(List<Member> ordered, int count, long seed) {
        return shuffled(ordered, seed).stream()
                .limit(count)
                .sorted(FROM_THE_CENTRE)
                .toList();
    }

    private static List<Member> shuffled(List<Member> members, long seed) {
        record Drawn(long number, Member member) {}
        return members.stream()
                .map(member -> new Drawn(SampleHash.of(seed + "/" + member.id()), member))
                .sorted((one, other) -> Long.compareUnsigned(one.number, other.number))
                .map(Drawn::member)
                .toList();
    }

    private static Role role(int rank, int members) {
        long third = 3L * rank / members;
        return third == 0 ? Role.CENTRE : third == 1 ? Role.MIDDLE : Role.EDGE;
    }

    private static void require(boolean holds, String thing, int value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%d %s, must be %s".formatted(value, thing, rule));
        }
    }
}
