package org.lookalike.embedded.milvus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lookalike.provision.process.ChildProcess;
import org.lookalike.provision.process.FreePorts;
import org.lookalike.provision.process.StartFailure;
import org.lookalike.provision.python.PythonEnvironment;

/**
 * A Milvus as a child process: Milvus Lite, reachable from this machine only, or the full server, which listens on
 * all addresses and is meant for tests of load and faults. Vectors stay in the data folder over restarts.
 * Thread-safe.
 */
public final class EmbeddedMilvus implements AutoCloseable {

    private final MilvusProgram program;
    private @Nullable ChildProcess process;

    private EmbeddedMilvus(MilvusProgram program) {
        this.program = program;
    }

    /**
     * Starts Milvus Lite and returns when it serves.
     *
     * @param python made from {@link org.lookalike.provision.python.PythonRequirements#MILVUS_LITE}
     * @param dataFolder belongs to one running server at a time; made when missing; the log lies in it
     * @param port a port of 127.0.0.1, or 0 for any free one
     * @throws StartFailure when the port is in use or the server does not come up; the message shows its log's end
     */
    public static EmbeddedMilvus lite(PythonEnvironment python, Path dataFolder, int port) {
        return started(new MilvusLiteProgram(python, made(dataFolder), free(port)));
    }

    /**
     * Starts the full Milvus server and returns when it reports that all its parts are healthy.
     *
     * @param python made from {@link org.lookalike.provision.python.PythonRequirements#MILVUS_SERVER}
     * @param dataFolder as for {@link #lite}
     * @param port the port for clients, or 0 for any free one; the inner ports are always free ones
     * @throws StartFailure as for {@link #lite}
     */
    public static EmbeddedMilvus server(PythonEnvironment python, Path dataFolder, int port) {
        return started(new MilvusServerProgram(
                python, made(dataFolder), free(port), FreePorts.several(MilvusServerProgram.INNER_PORTS)));
    }

    /** The address for clients, {@code http://127.0.0.1:port}. */
    public String uri() {
        return "http://127.0.0.1:" + program.port();
    }

    /** Whether the server runs. */
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Kills the server with all its processes as {@code kill -9} does. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** Stops all its processes where they are (SIGSTOP), until {@link #resume} or a kill. */
    public synchronized void pause() {
        if (process != null) {
            process.pause();
        }
    }

    /** Lets its processes run on. */
    public synchronized void resume() {
        if (process != null) {
            process.resume();
        }
    }

    /**
     * Starts the server again on the same data and ports, stopping it first if it still runs. Milvus Lite comes back
     * with its collections released: they must be loaded again before they are searched. The full server loads them
     * by itself, some 30 s after a kill.
     */
    public synchronized void restart() {
        close();
        process = program.start();
    }

    /** Stops the server. Closing twice does no harm. */
    @Override
    public synchronized void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    private static EmbeddedMilvus started(MilvusProgram program) {
        EmbeddedMilvus milvus = new EmbeddedMilvus(program);
        milvus.restart();
        return milvus;
    }

    private static int free(int port) {
        int chosen = port == 0 ? FreePorts.one() : port;
        if (!FreePorts.isFree(chosen)) {
            throw new StartFailure("Milvus cannot listen on port %d: it is in use".formatted(chosen));
        }
        return chosen;
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
    }
}
