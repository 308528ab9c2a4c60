package org.lookalike.bench.chaos.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * What was acknowledged to the publisher, and what searches have shown since: from it follows what an answer must contain
 * and what it must not. Times are those of {@link System#nanoTime}. Thread-safe.
 */
public final class Ledger {
    /** What was seen this long ago must be in every answer since. */
    private static final long SETTLED_NANOS = Duration.ofSeconds(15).toNanos();

    /** No picture. */
    static final Known NONE = new Known("", -1, 0);
    /** How the ids of pictures begin that are put on the inbox. */
    static final String BY_INBOX = "inbox-";
    /** How the ids of pictures begin that measure recovery; they are neither deleted nor published again. */
    static final String PROBE = "probe-";

    private static final int MAX_ATTEMPTS = 200;

    private final Map<String, Entry> entries = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    /** Where a picture stands. */
    private enum State {
        /** Accepted; no search has shown it, or not in its newest version. */
        ACCEPTED,
        /** A search has shown it. */
        FOUND,
        /** Its deletion was acknowledged. */
        DELETED,
        /** A search no longer showed it after its deletion. */
        GONE
    }

    private static final class Entry {
        private final int number;
        private int version;
        private String sha256;
        private State state = State.ACCEPTED;
        private long since;
        private boolean wasFound;
        private boolean changing;

        private Entry(int number, String sha256, long since) {
            this.number = number;
            this.sha256 = sha256;
            this.since = since;
        }
    }

    /** A picture of the ledger: its id, and the number and version that its bytes are made from. */
    public record Known(String id, int number, int version) {}

    synchronized void accepted(String id, int number, int version, String sha256) {
        long now = System.nanoTime();
        Entry entry = entries.get(id);
        if (entry == null) {
            entries.put(id, new Entry(number, sha256, now));
            ids.add(id);
        } else {
            entry.version = version;
            entry.sha256 = sha256;
            entry.state = State.ACCEPTED;
            entry.since = now;
            entry.changing = false;
        }
    }

    /** From now on answers about the picture prove nothing, until its change is acknowledged. */
    synchronized void changing(String id) {
        Entry entry = entries.get(id);
        if (entry != null) {
            entry.changing = true;
        }
    }

    synchronized void deleted(String id) {
        Entry entry = entries.get(id);
        if (entry != null) {
            entry.state = State.DELETED;
            entry.since = System.nanoTime();
            entry.changing = false;
        }
    }

    /** A search that was sent at the given time showed the picture in this version. */
    synchronized void found(String id, int version, long sentAt) {
        Entry entry = entries.get(id);
        if (entry != null
                && entry.state == State.ACCEPTED
                && !entry.changing
                && entry.version == version
                && sentAt >= entry.since) {
            entry.state = State.FOUND;
            entry.wasFound = true;
            entry.since = System.nanoTime();
        }
    }

    /** A search sent at the given time, which would have shown the picture, did not. */
    synchronized void missing(String id, long sentAt) {
        Entry entry = entries.get(id);
        // Of a picture that was deleted before it was ever found, absence proves nothing: it may still be on its way.
        if (entry != null && entry.state == State.DELETED && entry.wasFound && sentAt >= entry.since) {
            entry.state = State.GONE;
            entry.since = System.nanoTime();
        }
    }

    /** Whether a search sent at the given time had to find the picture. */
    public synchronized boolean mustBeFound(String id, long sentAt) {
        Entry entry = entries.get(id);
        return entry != null && entry.state == State.FOUND && !entry.changing && sentAt - entry.since >= SETTLED_NANOS;
    }

    /** Whether a search sent at the given time must not have found the picture. */
    synchronized boolean mustBeGone(String id, long sentAt) {
        Entry entry = entries.get(id);
        return entry != null && entry.state == State.GONE && sentAt - entry.since >= SETTLED_NANOS;
    }

    /** At most so many pictures that every search must find, drawn at random. */
    public synchronized List<Known> settled(int count, SplittableRandom random) {
        return draw(count, random, State.FOUND, SETTLED_NANOS);
    }

    /** At most so many pictures that no search may find any more, drawn at random. */
    synchronized List<Known> gone(int count, SplittableRandom random) {
        return draw(count, random, State.GONE, SETTLED_NANOS);
    }

    /** At most so many deleted pictures that searches may still show. */
    synchronized List<Known> unconfirmedDeletions(int count) {
        return oldest(count, State.DELETED, -1);
    }

    /** At most so many pictures in their first version that no search has shown, oldest first. */
    synchronized List<Known> unseen(int count) {
        return oldest(count, State.ACCEPTED, 0);
    }

    /** At most so many pictures in their second version that no search has shown, oldest first. */
    synchronized List<Known> unseenAgain(int count) {
        return oldest(count, State.ACCEPTED, 1);
    }

    /** A picture that a search has shown, or {@link #NONE}. */
    synchronized Known found(SplittableRandom random) {
        return any(random, (id, entry) -> entry.state == State.FOUND);
    }

    /** A picture that a search has shown and that was published once, or {@link #NONE}. */
    synchronized Known foundOnce(SplittableRandom random) {
        return any(random, (id, entry) -> entry.state == State.FOUND && entry.version == 0);
    }

    /**
     * A picture that no search has shown, or {@link #NONE}; none that came by the inbox, where it may still wait and so be
     * accepted after its deletion.
     */
    synchronized Known uploaded(SplittableRandom random) {
        return any(random, (id, entry) -> entry.state == State.ACCEPTED && !id.startsWith(BY_INBOX));
    }

    private Known any(SplittableRandom random, BiPredicate<String, Entry> rule) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS && !ids.isEmpty(); attempt++) {
            String id = ids.get(random.nextInt(ids.size()));
            Entry entry = entries.get(id);
            if (entry != null && !entry.changing && !id.startsWith(PROBE) && rule.test(id, entry)) {
                return known(id, entry);
            }
        }
        return NONE;
    }

    /** The SHA-256 that each picture must have at the end, by id, without those that were deleted. */
    public synchronized Map<String, String> expected() {
        Map<String, String> expected = new HashMap<>();
        entries.forEach((id, entry) -> {
            if (entry.state == State.ACCEPTED || entry.state == State.FOUND) {
                expected.put(id, entry.sha256);
            }
        });
        return expected;
    }

    /** The ids whose deletion was acknowledged. */
    public synchronized Set<String> deletions() {
        Set<String> deleted = new TreeSet<>();
        entries.forEach((id, entry) -> {
            if (entry.state == State.DELETED || entry.state == State.GONE) {
                deleted.add(id);
            }
        });
        return deleted;
    }

    /** How many pictures were accepted. */
    public synchronized int size() {
        return entries.size();
    }

    /** What the picture is, for its bytes. */
    public synchronized Known find(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("there is no picture " + id);
        }
        return known(id, entry);
    }

    private List<Known> draw(int count, SplittableRandom random, State state, long age) {
        long now = System.nanoTime();
        List<Known> drawn = new ArrayList<>();
        for (int attempt = 0; attempt < count * 4 && drawn.size() < count && !ids.isEmpty(); attempt++) {
            String id = ids.get(random.nextInt(ids.size()));
            Entry entry = entries.get(id);
            if (entry != null && entry.state == state && !entry.changing && now - entry.since >= age) {
                drawn.add(known(id, entry));
            }
        }
        if (drawn.isEmpty()) {
            entries.forEach((id, entry) -> {
                if (drawn.size() < count && entry.state == state && !entry.changing && now - entry.since >= age) {
                    drawn.add(known(id, entry));
                }
            });
        }
        return drawn.stream().distinct().toList();
    }

    private List<Known> oldest(int count, State state, int version) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().state == state
                        && !entry.getValue().changing
                        && (version < 0 || entry.getValue().version == version))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().since))
                .limit(count)
                .map(entry -> known(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Known known(String id, Entry entry) {
        return new Known(id, entry.number, entry.version);
    }
}
