package org.lookalike.refit.alert;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.novelty.RateLimit;
import org.lookalike.latent.novelty.RateLimit.Decision;
import org.lookalike.latent.novelty.RateLimit.History;

/**
 * The alerts that each source has raised lately: limits their rate, and keeps an image that is published again from raising
 * the same alert again. Belongs to one task and its thread.
 */
final class RaisedAlerts {
    private final KeyValueStore<String, byte[]> store;
    private final RateLimit limit;

    RaisedAlerts(KeyValueStore<String, byte[]> store, RateLimit limit) {
        this.store = store;
        this.limit = limit;
    }

    /**
     * Raises an alert unless it is suppressed.
     *
     * @param key the source and the kind of alert
     * @param imageId the image that raises it
     * @param time when, by event time
     * @return how many were suppressed since the last one that was raised; empty if this one is suppressed, too
     */
    OptionalLong raise(String key, String imageId, long time) {
        Raised before = read(store.get(key));
        if (before.imageIds.contains(imageId)) {
            return OptionalLong.empty();
        }
        Decision decision = limit.decide(before.history, Instant.ofEpochMilli(time));
        List<String> imageIds = new ArrayList<>(before.imageIds);
        if (decision.raise()) {
            imageIds.add(imageId);
        }
        int surplus = Math.max(0, imageIds.size() - decision.history().raised().size());
        store.put(key, write(new Raised(decision.history(), imageIds.subList(surplus, imageIds.size()))));
        return decision.raise() ? OptionalLong.of(decision.suppressedBefore()) : OptionalLong.empty();
    }

    /**
     * @param history when alerts were raised
     * @param imageIds the images that raised them
     */
    private record Raised(History history, List<String> imageIds) {}

    private static byte[] write(Raised raised) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(raised.history.suppressed());
            out.writeInt(raised.history.raised().size());
            for (long time : raised.history.raised()) {
                out.writeLong(time);
            }
            out.writeInt(raised.imageIds.size());
            for (String imageId : raised.imageIds) {
                out.writeUTF(imageId);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("raised alerts cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static Raised read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Raised(History.none(), List.of());
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long suppressed = in.readLong();
            List<Long> times = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                times.add(in.readLong());
            }
            List<String> imageIds = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                imageIds.add(in.readUTF());
            }
            return new Raised(new History(times, suppressed), imageIds);
        } catch (IOException e) {
            throw new UncheckedIOException("%d bytes are no raised alerts".formatted(bytes.length), e);
        }
    }
}
