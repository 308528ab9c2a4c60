package org.lookalike.bench.chaos.system;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lookalike.provision.process.ChildProcess;

/** A part of the system that is one child process. */
abstract class ChildComponent implements Component {
    private final String name;
    private final String kind;
    private final List<Link> links;
    private @Nullable ChildProcess process;

    ChildComponent(String name, String kind, List<Link> links) {
        this.name = name;
        this.kind = kind;
        this.links = List.copyOf(links);
    }

    /** Starts the process. */
    abstract ChildProcess launch();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final List<Link> links() {
        return links;
    }

    @Override
    public final void start() {
        process = launch();
    }

    @Override
    public final void kill() {
        running().kill();
    }

    @Override
    public final void pause() {
        running().pause();
    }

    @Override
    public final void resume() {
        running().resume();
    }

    @Override
    public final boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public final String logTail() {
        return process == null ? "" : process.logTail();
    }

    @Override
    public final void close() {
        if (process != null) {
            process.close();
        }
    }

    private ChildProcess running() {
        return Objects.requireNonNull(process, name + " has not been started");
    }
}
