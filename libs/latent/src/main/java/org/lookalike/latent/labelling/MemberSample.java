package org.lookalike.latent.labelling;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.lookalike.latent.sample.SampleHash;

/**
 * What is kept of a cluster's members while all of them pass by once, in any order: a random sample of bounded size, those
 * farthest from the centre, and how many there were. A cluster of no more members than the sample is kept whole. Not
 * thread-safe.
 */
public final class MemberSample {
    private static final Comparator<Kept> LARGEST_HASH_FIRST =
            Comparator.comparing(Kept::hash, Long::compareUnsigned).reversed();
    private static final Comparator<Kept> NEAREST_FIRST =
            Comparator.comparingDouble(Kept::distance).thenComparing(Kept::id, Comparator.reverseOrder());

    private final int maxSize;
    private final long seed;
    private final PriorityQueue<Kept> sample = new PriorityQueue<>(LARGEST_HASH_FIRST);
    private final PriorityQueue<Kept> farthest = new PriorityQueue<>(NEAREST_FIRST);
    private long count;

    /**
     * A sample of nothing yet.
     *
     * @param maxSize most members in the sample, at least 1
     * @param seed of the random choice: a member is in the sample by the hash of seed and id, so that the same seed gives
     *     the same sample
     */
    public MemberSample(int maxSize, long seed) {
        this.maxSize = maxSize;
        this.seed = seed;
    }

    private record Kept(String id, double distance, long hash) {}

    /** A member passes by; each comes once. */
    public void add(String id, double distance) {
        count++;
        // Another hash than that by which an audit draws from the sample: the draw must not be the sample's smallest.
        Kept kept = new Kept(id, distance, SampleHash.of("sample/" + seed + "/" + id));
        if (sample.size() < maxSize
                || Long.compareUnsigned(kept.hash(), sample.element().hash()) < 0) {
            sample.add(kept);
            if (sample.size() > maxSize) {
                sample.remove();
            }
        }
        if (farthest.size() < ClusterMembers.MAX_FARTHEST || NEAREST_FIRST.compare(kept, farthest.element()) > 0) {
            farthest.add(kept);
            if (farthest.size() > ClusterMembers.MAX_FARTHEST) {
                farthest.remove();
            }
        }
    }

    /** How many members passed by. */
    public long count() {
        return count;
    }

    /** Distances to the centre of the sample and of the farthest members, by id. */
    public Map<String, Double> distances() {
        Map<String, Double> distances = new HashMap<>();
        sample.forEach(kept -> distances.put(kept.id(), kept.distance()));
        farthest.forEach(kept -> distances.put(kept.id(), kept.distance()));
        return distances;
    }

    /** The ids of the farthest members, farthest first. */
    public List<String> farthest() {
        return farthest.stream().sorted(NEAREST_FIRST.reversed()).map(Kept::id).toList();
    }

    /** Draws an audit sample out of the random sample; the farthest members may be among the doubtful ones. */
    public AuditSample draw(List<Member> members, int size, int doubtful) {
        Set<String> drawn = new HashSet<>();
        sample.forEach(kept -> drawn.add(kept.id()));
        return AuditSample.draw(
                members,
                member -> drawn.contains(member.id()),
                (int) Math.min(Integer.MAX_VALUE, count),
                size,
                doubtful,
                seed);
    }
}
