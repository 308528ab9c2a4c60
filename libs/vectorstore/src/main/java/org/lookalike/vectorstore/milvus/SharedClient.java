package org.lookalike.vectorstore.milvus;

import io.milvus.v2.client.MilvusClientV2;

/** A client that is closed once it is retired and the last of its users has left. Thread-safe. */
final class SharedClient {
    private static final long CLOSE_SECONDS = 1;

    private final MilvusClientV2 client;
    /** Whoever made it is its first user. */
    private int users = 1;

    private boolean retired;

    SharedClient(MilvusClientV2 client) {
        this.client = client;
    }

    MilvusClientV2 client() {
        return client;
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
        try {
            client.close(CLOSE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
