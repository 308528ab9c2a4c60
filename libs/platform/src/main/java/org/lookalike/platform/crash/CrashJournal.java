package org.lookalike.platform.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what was in work when the process died, so that the next one finds the input that ended it.
 *
 * <p>What was in work at a death is suspected, and is worked on alone from then on, one input at a time. Whoever survives
 * that is cleared. Whoever was alone in work at {@value #DEATHS} deaths is known to crash: at two, so that an operator's
 * {@code kill -9} at the wrong moment costs no image.
 *
 * <p>The journal is a memory-mapped file, written without system calls: it survives the death of the process, not that of
 * the machine. Each process locks a file of its own in the folder; the operating system frees it at the process's end.
 * Thread-safe.
 */
public final class CrashJournal implements AutoCloseable {
    /** The deaths, alone in work, after which an input is known to crash. */
    static final int DEATHS = 2;

    private static final Logger LOGGER = LoggerFactory.getLogger(CrashJournal.class);
    private static final int MAX_FILES = 1_024;
    /** More than the largest batch of any service. */
    private static final int SLOTS = 16_384;

    private static final int SLOT_BYTES = 32;
    /** Within a slot: the id's halves, the state, the deaths, the time of the last death in milliseconds. */
    private static final int LOW = 8;

    private static final int STATE = 16;
    private static final int DEATH_COUNT = 20;
    private static final int LAST_DEATH = 24;
    private static final int FREE = 0;
    private static final int IN_WORK = 1;
    private static final int ALONE = 2;
    private static final int SUSPECT = 4;

    private final ByteBuffer slots;
    private final AutoCloseable file;
    /** The slot of each input that has one. */
    private final Map<InputId, Integer> places = new HashMap<>();

    private final Deque<Integer> free = new ArrayDeque<>();
    /** Shared by what is worked on together; exclusive for what is worked on alone. */
    private final ReadWriteLock work = new ReentrantReadWriteLock(true);

    private int suspects;

    /** What is known of an input. */
    public enum Verdict {
        /** Nothing against it. */
        UNSUSPECTED,
        /** It may have ended a process: to be worked on alone. */
        SUSPECT,
        /** It has ended the process, alone in work: not to be worked on. */
        CRASHES
    }

    private CrashJournal(ByteBuffer slots, AutoCloseable file, Duration forgetAfter, InstantSource clock) {
        this.slots = slots;
        this.file = file;
        read(forgetAfter, clock.millis());
    }

    /**
     * Opens the first journal of a service in a folder that no other process has open. Where there can be none, a warning
     * says so and the journal forgets at the end of the process.
     */
    static CrashJournal open(Path folder, String service, Duration forgetAfter, InstantSource clock) {
        try {
            Files.createDirectories(folder);
            for (int number = 0; number < MAX_FILES; number++) {
                Path path = folder.resolve("%s-%d.journal".formatted(service, number));
                @Nullable FileChannel channel = lock(path);
                if (channel != null) {
                    ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOTS * SLOT_BYTES);
                    return new CrashJournal(mapped, channel, forgetAfter, clock);
                }
            }
            throw new IOException("all %d journals of %s are in use".formatted(MAX_FILES, service));
        } catch (IOException e) {
            LOGGER.atWarn()
                    .addKeyValue("folder", folder)
                    .addKeyValue("service", service)
                    .setCause(e)
                    .log("no journal: a picture that ends the process will end it again; see crashes.folder");
            return new CrashJournal(ByteBuffer.allocate(SLOTS * SLOT_BYTES), () -> {}, forgetAfter, clock);
        }
    }

    private static @Nullable FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOGGER.debug("{} is open in this process", path, e);
        }
        channel.close();
        return null;
    }

    /** Suspects what was in work at the last death, and forgets what is old. */
    private void read(Duration forgetAfter, long now) {
        slots.order(ByteOrder.nativeOrder());
        int inWork = 0;
        for (int slot = SLOTS - 1; slot >= 0; slot--) {
            int at = slot * SLOT_BYTES;
            int state = slots.getInt(at + STATE);
            if ((state & IN_WORK) != 0) {
                inWork++;
                if ((state & ALONE) != 0) {
                    slots.putInt(at + DEATH_COUNT, slots.getInt(at + DEATH_COUNT) + 1);
                }
                slots.putLong(at + LAST_DEATH, now);
                slots.putInt(at + STATE, SUSPECT);
            }
            boolean old = now - slots.getLong(at + LAST_DEATH) > forgetAfter.toMillis();
            if (slots.getInt(at + STATE) == FREE || old) {
                release(slot);
            } else {
                places.put(id(at), slot);
                suspects++;
            }
        }
        if (inWork > 0) {
            LOGGER.atWarn()
                    .addKeyValue("inWork", inWork)
                    .log("the last process died while it worked; what was in work is tried one by one");
        }
    }

    /** How many inputs are suspected or known to crash. */
    public synchronized int suspects() {
        return suspects;
    }

    /** What is known of an input. */
    public synchronized Verdict verdict(InputId id) {
        @Nullable Integer slot = suspects == 0 ? null : places.get(id);
        if (slot == null || (slots.getInt(slot * SLOT_BYTES + STATE) & SUSPECT) == 0) {
            return Verdict.UNSUSPECTED;
        }
        return slots.getInt(slot * SLOT_BYTES + DEATH_COUNT) < DEATHS ? Verdict.SUSPECT : Verdict.CRASHES;
    }

    /** Marks inputs as in work; to be closed by the same thread, which waits here while something is worked on alone. */
    public Work begin(Collection<InputId> ids) {
        return new Work(ids, IN_WORK, work.readLock());
    }

    /** Marks an input as in work alone; waits until nothing else is. To be closed by the same thread. */
    public Work beginAlone(InputId id) {
        return new Work(List.of(id), IN_WORK | ALONE, work.writeLock());
    }

    /** Inputs in work, until closed. A process that dies before leaves them suspected. */
    public final class Work implements AutoCloseable {
        private final Lock lock;
        private final List<Integer> marked = new ArrayList<>();
        private boolean cleared;

        private Work(Collection<InputId> ids, int state, Lock lock) {
            this.lock = lock;
            lock.lock();
            mark(ids, state, marked);
        }

        /** The work was done to its end: what was suspected is not any more. */
        public void survived() {
            cleared = true;
        }

        @Override
        public void close() {
            unmark(marked, cleared);
            lock.unlock();
        }
    }

    private synchronized void mark(Collection<InputId> ids, int state, List<Integer> marked) {
        for (InputId id : ids) {
            @Nullable Integer slot = places.get(id);
            if (slot == null) {
                slot = free.poll();
                if (slot == null) {
                    // All slots are taken by suspects of many deaths: the rest is worked on without a record.
                    return;
                }
                int at = slot * SLOT_BYTES;
                slots.putLong(at, id.high());
                slots.putLong(at + LOW, id.low());
                slots.putInt(at + DEATH_COUNT, 0);
                places.put(id, slot);
            }
            int at = slot * SLOT_BYTES;
            if ((slots.getInt(at + STATE) & IN_WORK) == 0) {
                slots.putInt(at + STATE, slots.getInt(at + STATE) | state);
                marked.add(slot);
            }
        }
    }

    private synchronized void unmark(List<Integer> marked, boolean cleared) {
        for (int slot : marked) {
            int at = slot * SLOT_BYTES;
            boolean suspect = (slots.getInt(at + STATE) & SUSPECT) != 0;
            if (suspect && !cleared) {
                slots.putInt(at + STATE, SUSPECT);
            } else {
                suspects -= suspect ? 1 : 0;
                places.remove(id(at));
                release(slot);
            }
        }
    }

    private void release(int slot) {
        slots.putInt(slot * SLOT_BYTES + STATE, FREE);
        free.push(slot);
    }

    private InputId id(int at) {
        return new InputId(slots.getLong(at), slots.getLong(at + LOW));
    }

    /** Frees the file for another process. */
    @Override
    public void close() throws Exception {
        file.close();
    }
}
