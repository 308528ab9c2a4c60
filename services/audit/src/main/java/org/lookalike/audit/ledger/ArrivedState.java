package org.lookalike.audit.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * The latest event of an image on {@code images.arrived}.
 *
 * @param offset its offset
 * @param sha256 of the bytes
 * @param arrivedAt when it was accepted, in milliseconds
 * @param uris where the bytes of this event and of those before it lie, in the order of the log, since the last
 *     tombstone; the last is this event's own
 */
public record ArrivedState(long offset, String sha256, long arrivedAt, List<String> uris) {
    public ArrivedState {
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("an event has at least one URI");
        }
        uris = List.copyOf(uris);
    }

    /** Where the bytes of the latest event lie. */
    public String uri() {
        return uris.get(uris.size() - 1);
    }

    /** Where the bytes of the events before it lie. */
    public List<String> supersededUris() {
        return uris.subList(0, uris.size() - 1);
    }

    /** Whether a vector was made of this event. */
    public boolean isSourceOf(VectorState vector) {
        return vector.arrivedAt() == arrivedAt && vector.sha256().equals(sha256);
    }

    static List<String> append(List<String> uris, String uri) {
        List<String> more = new ArrayList<>(uris);
        more.remove(uri);
        more.add(uri);
        return more;
    }
}
