package org.lookalike.refit.fit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.refit.sample.SampledImage;

/**
 * The clusters of the sample that a space was fitted to, as far as the next refit needs them: each image's hash and the
 * index of its cluster, 10 bytes for each.
 *
 * @param hashes {@link SampleHash#of} of the images' ids
 * @param clusters the index of each image's cluster in the space's list, at the same place; -1 for none
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below.
public record ClusterAssignments(long[] hashes, short[] clusters) {
    private static final int BYTES = Long.BYTES + Short.BYTES;

    static ClusterAssignments of(List<SampledImage> images, int[] assignment) {
        long[] hashes = new long[assignment.length];
        short[] clusters = new short[assignment.length];
        for (int i = 0; i < assignment.length; i++) {
            hashes[i] = SampleHash.of(images.get(i).imageId());
            clusters[i] = (short) assignment[i];
        }
        return new ClusterAssignments(hashes, clusters);
    }

    /** For the cluster lineage: the image's name is its hash. */
    Map<String, Integer> byName() {
        Map<String, Integer> members = new HashMap<>();
        for (int i = 0; i < hashes.length; i++) {
            if (clusters[i] >= 0) {
                members.put(Long.toHexString(hashes[i]), (int) clusters[i]);
            }
        }
        return members;
    }

    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES * hashes.length);
        for (int i = 0; i < hashes.length; i++) {
            bytes.putLong(hashes[i]).putShort(clusters[i]);
        }
        return bytes.array();
    }

    /** Reads what {@link #toBytes} wrote. */
    public static ClusterAssignments of(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        int count = value.length / BYTES;
        long[] hashes = new long[count];
        short[] clusters = new short[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = bytes.getLong();
            clusters[i] = bytes.getShort();
        }
        return new ClusterAssignments(hashes, clusters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterAssignments members
                && Arrays.equals(hashes, members.hashes)
                && Arrays.equals(clusters, members.clusters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }
}
