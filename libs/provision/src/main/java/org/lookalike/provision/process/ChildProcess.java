package org.lookalike.provision.process;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A server that runs as a child of this JVM. It does not see the terminal's Ctrl-C (this JVM decides when it stops),
 * and it ends with this JVM: by a shutdown hook, or by a {@link Watchdog} when this JVM is killed. Needs a POSIX
 * system. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {

    private static final long POLL_MILLISECONDS = 50;
    private static final long KILL_LIMIT_MILLISECONDS = 10_000;

    private final Launch launch;
    private final Process process;
    private final Watchdog watchdog;
    private final Thread hook;

    private ChildProcess(Launch launch, Process process, Watchdog watchdog) {
        this.launch = launch;
        this.process = process;
        this.watchdog = watchdog;
        this.hook = new Thread(this::stopTree, "stop-" + launch.name());
    }

    /**
     * Starts the server and waits until it is ready.
     *
     * @throws StartFailure when it cannot be run, ends early, or is not ready within its limit; the message shows the
     *     end of its log, and nothing of it is left running
     */
    public static ChildProcess start(Launch launch, Readiness readiness) {
        ChildProcess child = spawn(launch);
        boolean ready = false;
        try {
            child.awaitReady(readiness);
            ready = true;
            return child;
        } finally {
            if (!ready) {
                child.kill();
            }
        }
    }

    private static ChildProcess spawn(Launch launch) {
        try {
            Files.createDirectories(launch.folder());
            Files.createDirectories(
                    Objects.requireNonNull(launch.log().toAbsolutePath().getParent()));
            // An ignored signal stays ignored across exec, and the process id stays the same.
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
            command.addAll(launch.command());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(launch.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
            Command.hidePythonSettings(builder);
            builder.environment().putAll(launch.environment());
            Watchdog watchdog = Watchdog.start();
            Process process = builder.start();
            process.getOutputStream().close();
            ChildProcess child = new ChildProcess(launch, process, watchdog);
            watchdog.guard(ProcessTree.of(process.toHandle()));
            Runtime.getRuntime().addShutdownHook(child.hook);
            return child;
        } catch (IOException e) {
            throw new StartFailure("cannot run %s: %s".formatted(launch.name(), e.getMessage()), e);
        }
    }

    private void awaitReady(Readiness readiness) {
        long deadline = System.nanoTime() + launch.startLimit().toNanos();
        try {
            while (!readiness.isReady()) {
                if (process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                    throw new StartFailure("%s ended with exit code %d while starting; its log %s ends with:%n%s"
                            .formatted(launch.name(), process.exitValue(), launch.log(), LogTail.of(launch.log())));
                }
                if (System.nanoTime() > deadline) {
                    throw new StartFailure("%s was not ready within %d s; its log %s ends with:%n%s"
                            .formatted(
                                    launch.name(),
                                    launch.startLimit().toSeconds(),
                                    launch.log(),
                                    LogTail.of(launch.log())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while waiting for " + launch.name(), e);
        }
        // Only now are the children of its children known.
        watchdog.guard(ProcessTree.of(process.toHandle()));
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines of the server's log. */
    public String logTail() {
        return LogTail.of(launch.log());
    }

    /** Kills the server and all its children as {@code kill -9} does, and returns when they are gone. */
    public void kill() {
        ProcessTree tree = ProcessTree.of(process.toHandle());
        tree.kill();
        awaitEnd(tree, KILL_LIMIT_MILLISECONDS);
        release();
    }

    /** Stops the server and all its children where they are (SIGSTOP), until {@link #resume} or a kill. */
    public void pause() {
        signal("STOP");
    }

    /** Lets the server and all its children run on (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /** Java has no call for these two; the shell has. A process that has just ended is none of its concern. */
    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -%s \"$@\" 2>&-".formatted(name), "sh"));
        ProcessTree.of(process.toHandle()).pids().forEach(pid -> command.add(Long.toString(pid)));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new StartFailure("cannot send SIG%s to %s: %s".formatted(name, launch.name(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the server and its children to end, and kills what has not ended within the stop limit. */
    @Override
    public void close() {
        stopTree();
        release();
    }

    private void stopTree() {
        ProcessTree tree = ProcessTree.of(process.toHandle());
        tree.descendants().forEach(ProcessHandle::destroy);
        tree.root().destroy();
        if (!awaitEnd(tree, launch.stopLimit().toMillis())) {
            tree.kill();
            awaitEnd(tree, KILL_LIMIT_MILLISECONDS);
        }
        watchdog.dismiss();
    }

    private boolean awaitEnd(ProcessTree tree, long milliseconds) {
        try {
            return tree.awaitEnd(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tree.kill();
            return true;
        }
    }

    private void release() {
        watchdog.dismiss();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is already ending, and the hook does no harm a second time.
            return;
        }
    }
}
