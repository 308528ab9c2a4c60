package org.lookalike.explorer.api;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchClientConfig;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;

/** The search client, opened by the first search: a broker that is away must not keep the service from starting. Thread-safe. */
public final class Searches implements AutoCloseable {
    private final SearchClientConfig config;
    private @Nullable SearchClient client;
    private boolean closed;

    public Searches(SearchClientConfig config) {
        this.config = config;
    }

    /**
     * Sends a search; see {@link SearchClient#search}.
     *
     * @throws org.lookalike.client.SearchException if the client cannot be opened
     */
    CompletableFuture<SearchResult> search(SearchQuery query) {
        return client().search(query);
    }

    private synchronized SearchClient client() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        SearchClient opened = client;
        if (opened == null) {
            opened = SearchClient.open(config);
            client = opened;
        }
        return opened;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
