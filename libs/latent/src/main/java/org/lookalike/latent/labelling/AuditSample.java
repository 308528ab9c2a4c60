package org.lookalike.latent.labelling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lookalike.latent.labelling.Look.Role;
import org.lookalike.latent.sample.SampleHash;

/**
 * The members of a cluster to look at before all are given one label.
 *
 * <p>Members are ordered by their distance to the centre and cut into as many strata as looks are wanted, equally large
 * but for one member; from each stratum one is picked by chance. So the centre and the edge are both seen, and still the
 * pick is a fair sample. Of a small cluster, less than {@value #SMALL} times the looks, members are picked by chance
 * from the whole: there the exact bound for picks without return is better than strata are. The most doubtful members
 * come on top and do not count.
 *
 * <p>Chance is a hash of the seed and the image's id: the same members and seed give the same looks, in any order and
 * on any machine, and members that come later seldom change them. Whoever chooses the seed after having seen the
 * images spoils the sample.
 *
 * @param members how many the cluster has, at least 1
 * @param stratified whether there was one pick from each stratum
 * @param looks from the centre outwards, those that do not count last
 */
public record AuditSample(int members, boolean stratified, List<Look> looks) {
    /** The most members that may be looked at, of each kind. */
    public static final int MOST = 1000;

    private static final int SMALL = 10;

    private static final Comparator<Member> FROM_THE_CENTRE =
            Comparator.comparingDouble(Member::distance).thenComparing(Member::id);
    private static final Comparator<Member> MAX_DOUBTFUL_FIRST =
            Comparator.comparingDouble(Member::margin).thenComparing(Member::id);

    public AuditSample {
        looks = List.copyOf(looks);
    }

    /**
     * Picks.
     *
     * @param members all of the cluster's, at least 1, in any order
     * @param counted how many to pick by chance, 1 to {@value #MOST}; all where there are no more
     * @param doubtful how many of the most doubtful to pick on top, 0 to {@value #MOST}
     * @param seed of chance
     * @throws IllegalArgumentException if the numbers are not like that, or an id occurs twice
     */
    public static AuditSample choose(List<Member> members, int counted, int doubtful, long seed) {
        require(!members.isEmpty(), "members", members.size(), "at least 1");
        require(counted >= 1 && counted <= MOST, "looks", counted, "1 to " + MOST);
        require(doubtful >= 0 && doubtful <= MOST, "looks at doubtful members", doubtful, "0 to " + MOST);
        List<Member> ordered = members.stream().sorted(FROM_THE_CENTRE).toList();
        Map<String, Integer> ranks = new HashMap<>();
        for (Member member : ordered) {
            if (ranks.put(member.id(), ranks.size()) != null) {
                throw new IllegalArgumentException("member %s occurs twice".formatted(member.id()));
            }
        }
        boolean stratified = members.size() >= (long) SMALL * counted;
        List<Member> picked = stratified ? oneOfEach(ordered, counted, seed) : some(ordered, counted, seed);
        List<Look> looks = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Member member : picked) {
            Integer rank = ranks.get(member.id());
            looks.add(new Look(member.id(), role(rank == null ? 0 : rank, ordered.size())));
            taken.add(member.id());
        }
        members.stream()
                .filter(member -> member.margin() < Double.POSITIVE_INFINITY && !taken.contains(member.id()))
                .sorted(MAX_DOUBTFUL_FIRST)
                .limit(doubtful)
                .forEach(member -> looks.add(new Look(member.id(), Role.DOUBTFUL)));
        return new AuditSample(members.size(), stratified, looks);
    }

    /** How many looks were picked by chance. */
    public int counted() {
        return (int) looks.stream().filter(Look::counted).count();
    }

    /**
     * A lower bound for the share of members with a label, see {@link PurityBound}.
     *
     * @param agreeing how many of the counted looks have it
     * @param confidence 0.6 to less than 1
     * @throws IllegalArgumentException if the numbers are not like that
     */
    public double bound(int agreeing, double confidence) {
        return stratified
                ? PurityBound.stratified(members, counted(), agreeing, confidence)
                : PurityBound.finite(members, counted(), agreeing, confidence);
    }

    private static List<Member> oneOfEach(List<Member> ordered, int strata, long seed) {
        List<Member> picked = new ArrayList<>();
        for (int stratum = 0; stratum < strata; stratum++) {
            int from = (int) ((long) stratum * ordered.size() / strata);
            int to = (int) ((stratum + 1L) * ordered.size() / strata);
            picked.add(byChance(ordered.subList(from, to), seed).get(0));
        }
        return picked;
    }

    private static List<Member> some(List<Member> ordered, int count, long seed) {
        return byChance(ordered, seed).stream()
                .limit(count)
                .sorted(FROM_THE_CENTRE)
                .toList();
    }

    private static List<Member> byChance(List<Member> members, long seed) {
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
