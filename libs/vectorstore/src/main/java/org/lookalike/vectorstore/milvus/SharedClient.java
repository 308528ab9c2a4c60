package org.lookalike.vectorstore.milvus;

import io.milvus.grpc.MilvusServiceGrpc;
import io.milvus.grpc.MilvusServiceGrpc.MilvusServiceBlockingStub;
import io.milvus.shaded.io.grpc.ManagedChannel;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.utils.ClientUtils;

/**
 * A client that is closed once it is retired and the last of its users has left. Writes have a channel of their own, since
 * the SDK takes rows as JSON and converts them number by number, which is most of the time of a write.
 * Thread-safe.
 */
final class SharedClient {
    private static final long CLOSE_SECONDS = 1;

    private final MilvusClientV2 client;
    private final ManagedChannel channel;
    private final MilvusServiceBlockingStub writes;
    /** Whoever made it is its first user. */
    private int users = 1;

    private boolean retired;

    /** Connects. */
    SharedClient(ConnectConfig config) {
        this.client = new MilvusClientV2(config);
        this.channel = new ClientUtils().getChannel(config);
        this.writes = MilvusServiceGrpc.newBlockingStub(channel);
    }

    MilvusClientV2 client() {
        return client;
    }

    /** Knows the token and the database, as the client does. */
    MilvusServiceBlockingStub writes() {
        return writes;
    }

    /** Whether there is one more user now, who has to leave again; false once the client is retired. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void leave() {
        users--;
        closeWhenUnused();
    }

    synchronized void retire() {
        retired = true;
        closeWhenUnused();
    }

    private void closeWhenUnused() {
        if (!retired || users > 0) {
            return;
        }
        channel.shutdownNow();
        try {
            client.close(CLOSE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
