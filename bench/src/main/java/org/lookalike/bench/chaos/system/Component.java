package org.lookalike.bench.chaos.system;

import java.util.List;

/** A part of the system that can be killed, paused and cut off. Used by one thread at a time. */
public interface Component extends AutoCloseable {
    /** What it is called in messages, such as {@code sink-1}. */
    String name();

    /** The kind of thing it is, under which recovery times are counted, such as {@code sink}. */
    String kind();

    /** The links over which it reaches what it needs or, of a server, over which it is reached. */
    List<Link> links();

    /** Starts it, or starts it again after a kill, with the same settings, ports and data. Does not wait. */
    void start();

    /** Kills it as {@code kill -9} does. */
    void kill();

    /** Stops it where it is. */
    void pause();

    /** Lets it run on. */
    void resume();

    /** Whether its process runs. */
    boolean isAlive();

    /** The last lines of its log. */
    String logTail();

    @Override
    void close();
}
