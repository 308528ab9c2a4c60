package org.lookalike.provision.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process with everything it started, as seen at one moment; afterwards a dead parent no longer leads to them. */
record ProcessTree(ProcessHandle root, List<ProcessHandle> descendants) {

    private static final int MAX_ROUNDS = 5;

    static ProcessTree of(ProcessHandle root) {
        return new ProcessTree(root, root.descendants().toList());
    }

    /** The ids of all, the root's first. */
    List<Long> pids() {
        return Stream.concat(Stream.of(root), descendants.stream())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Kills without warning (SIGKILL), the root first so that it starts no more children. */
    void kill() {
        Stream.concat(Stream.of(root), descendants.stream()).forEach(ProcessTree::killWithNewChildren);
    }

    /** Whether all have ended within the time given. */
    boolean awaitEnd(long milliseconds) throws InterruptedException {
        CompletableFuture<?>[] ends = Stream.concat(Stream.of(root), descendants.stream())
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(milliseconds, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("cannot watch process " + root.pid(), e);
        }
    }

    private static void killWithNewChildren(ProcessHandle process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        for (int round = 0; round < MAX_ROUNDS && !children.isEmpty(); round++) {
            List<ProcessHandle> later =
                    children.stream().flatMap(ProcessHandle::descendants).toList();
            children.forEach(ProcessHandle::destroyForcibly);
            children = later;
        }
    }
}
