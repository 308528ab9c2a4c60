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
import org.lookalike.latent.novelty.RateLimit;
import org.lookalike.latent.novelty.RateLimit.Decision;
import org.lookalike.latent.novelty.RateLimit.History;

/**
 * Which alarms each source has raised lately: bounds their rate, and keeps an image that is published again from raising
 * the same alarm again. Belongs to one task and its thread.
 */
final class RaisedAlerts {
    private final KeyValueStore<String, byte[]> store;
    private final RateLimit limit;

    RaisedAlerts(KeyValueStore<String, byte[]> store, RateLimit limit) {
        this.store = store;
        this.limit = limit;
    }

    /**
     * Whether an alarm may go out.
     *
     * @param key the source and the kind of alarm
     * @param imageId the image that raises it
     * @param time when, by event time
     * @return how many were held back since the last one that went out; empty if this one is held back, too
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
     * @param history when alarms went out
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
            throw new UncheckedIOException("raised alarms cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static Raised read(byte @org.jspecify.annotations.Nullable [] bytes) {
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
            throw new UncheckedIOException("%d bytes are no raised alarms".formatted(bytes.length), e);
        }
    }
}
