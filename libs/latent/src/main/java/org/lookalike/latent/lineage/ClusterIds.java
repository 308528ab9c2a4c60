package org.lookalike.latent.lineage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/** Makes stable ids for new clusters: {@code c} and 8 hexadecimal digits. */
final class ClusterIds {
    private final String spaceId;
    private final Set<String> taken;

    /** Ids that are none of those taken. */
    ClusterIds(String spaceId, Set<String> taken) {
        this.spaceId = spaceId;
        this.taken = new HashSet<>(taken);
    }

    /** The id of the cluster with this index: the same for the same space, index and ids taken. */
    String fresh(int index) {
        // Eight digits collide once in four thousand million: then the next attempt counts.
        for (int attempt = 0; ; attempt++) {
            String id = "c%08x".formatted(hash("%s/%d/%d".formatted(spaceId, index, attempt)));
            if (taken.add(id)) {
                return id;
            }
        }
    }

    private static int hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
