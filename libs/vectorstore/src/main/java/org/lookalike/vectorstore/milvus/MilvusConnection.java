package org.lookalike.vectorstore.milvus;

import io.milvus.grpc.MilvusServiceGrpc.MilvusServiceBlockingStub;
import io.milvus.grpc.MutationResult;
import io.milvus.shaded.io.grpc.Context;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.client.RetryConfig;
import io.milvus.v2.utils.RpcUtils;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that connects when first used and again after an outage, with one deadline over each call.
 *
 * <p>A client is replaced once a call on it finds the server gone, or silent for the configured time: its channel would
 * find the restarted server only after its own growing backoff, up to two minutes. The old client is closed when its last call
 * has ended, so that one slow call takes no other with it. Thread-safe.
 */
final class MilvusConnection implements AutoCloseable {
    /** What a gRPC server accepts unless configured otherwise; a dead peer is found by the calls' own deadlines. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(6);

    /**
     * A call with a shorter timeout than the configured one that times out says little about the connection, which all
     * other callers would have to make again; so many in a row say enough.
     */
    private static final int MAX_SHORT_TIMEOUTS = 5;

    private static final Logger LOGGER = LoggerFactory.getLogger(MilvusConnection.class);

    private final MilvusConfig config;
    private final ScheduledExecutorService deadlines;
    private final ReentrantLock connecting = new ReentrantLock();
    /** Calls with a shorter timeout than the configured one that timed out in a row. */
    private final AtomicInteger shortTimeouts = new AtomicInteger();

    private volatile @Nullable SharedClient current;
    private volatile boolean closed;

    MilvusConnection(MilvusConfig config) {
        this.config = config;
        this.deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "milvus-deadlines");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes one or more requests, all before the timeout has passed.
     *
     * @param action for messages, such as "search in images_1"
     */
    <T> T call(String action, Duration timeout, Function<MilvusClientV2, T> requests) {
        return callShared(action, timeout, shared -> requests.apply(shared.client()));
    }

    /** Writes by gRPC, which is quicker than by the SDK. */
    MutationResult write(String action, Duration timeout, Function<MilvusServiceBlockingStub, MutationResult> request) {
        return callShared(action, timeout, shared -> {
            MutationResult result = request.apply(shared.writes());
            new RpcUtils().handleResponse(action, result.getStatus());
            return result;
        });
    }

    private <T> T callShared(String action, Duration timeout, Function<SharedClient, T> requests) {
        if (closed) {
            throw new IllegalStateException("the vector store is closed");
        }
        // The SDK has one deadline for a whole client; gRPC takes a nearer one from the context of the calling thread.
        Context.CancellableContext context =
                Context.current().withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS, deadlines);
        Context outer = context.attach();
        try {
            return callWithin(action, context, timeout, requests);
        } finally {
            context.detach(outer);
            context.cancel(null);
        }
    }

    private <T> T callWithin(
            String action, Context.CancellableContext context, Duration timeout, Function<SharedClient, T> requests) {
        SharedClient shared = enter(action, context);
        try {
            T result = requests.apply(shared);
            shortTimeouts.set(0);
            return result;
        } catch (TransientFailure | PermanentFailure e) {
            throw e;
        } catch (RuntimeException e) {
            boolean shortTimeout = MilvusErrors.isLate(e) && timeout.compareTo(config.callTimeout()) < 0;
            if (MilvusErrors.isConnectionSuspect(e)
                    && (!shortTimeout || shortTimeouts.incrementAndGet() >= MAX_SHORT_TIMEOUTS)) {
                shortTimeouts.set(0);
                replace(shared);
            }
            throw MilvusErrors.translate(action, config.uri(), e);
        } finally {
            shared.leave();
        }
    }

    /** The current client, connected if need be by one thread while the others wait as long as they may. */
    private SharedClient enter(String action, Context.CancellableContext context) {
        SharedClient shared = current;
        if (shared != null && shared.enter()) {
            return shared;
        }
        try {
            if (!connecting.tryLock(remainingNanos(context), TimeUnit.NANOSECONDS)) {
                throw unreachable(action);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure(action + ": interrupted", e);
        }
        try {
            shared = current;
            if (shared == null || !shared.enter()) {
                shared = connect(action, context);
                current = shared;
            }
            return shared;
        } finally {
            connecting.unlock();
        }
    }

    private SharedClient connect(String action, Context.CancellableContext context) {
        long millis =
                Math.min(config.connectTimeout().toMillis(), TimeUnit.NANOSECONDS.toMillis(remainingNanos(context)));
        if (closed || millis <= 0) {
            throw unreachable(action);
        }
        try {
            SharedClient shared = new SharedClient(ConnectConfig.builder()
                    .uri(config.uri())
                    .token(config.token().isEmpty() ? null : config.token())
                    .dbName(config.database().isEmpty() ? null : config.database())
                    .connectTimeoutMs(millis)
                    // The SDK's own pings are more frequent than a gRPC server must bear: Milvus Lite hangs up on them.
                    .keepAliveTimeMs(KEEP_ALIVE.toMillis())
                    .keepAliveWithoutCalls(false)
                    .rpcDeadlineMs(Math.max(
                            config.callTimeout().toMillis(),
                            config.schemaTimeout().toMillis()))
                    .build());
            // One attempt: the caller decides whether to retry, and the SDK would log each of its 75 attempts.
            shared.client().retryConfig(RetryConfig.builder().maxRetryTimes(1).build());
            LOGGER.atDebug().addKeyValue("uri", config.uri()).log("connected to Milvus");
            return shared;
        } catch (RuntimeException e) {
            throw new TransientFailure(unreachableMessage(action), e);
        }
    }

    private void replace(SharedClient suspect) {
        connecting.lock();
        try {
            if (current == suspect) {
                current = null;
            }
        } finally {
            connecting.unlock();
        }
        suspect.retire();
    }

    private TransientFailure unreachable(String action) {
        return new TransientFailure(unreachableMessage(action));
    }

    private String unreachableMessage(String action) {
        return "%s: no connection to Milvus at %s".formatted(action, config.uri());
    }

    private static long remainingNanos(Context.CancellableContext context) {
        return context.getDeadline().timeRemaining(TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        closed = true;
        SharedClient shared = current;
        if (shared != null) {
            replace(shared);
        }
        deadlines.shutdown();
    }
}
