package org.lookalike.cli.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.lookalike.cli.system.SystemFailure;
import org.lookalike.client.Example;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.platform.kafka.KafkaConfig;

/** How commands ask a running system, and what they make of its refusals. */
public final class SearchCalls {
    private SearchCalls() {}

    /** An image file's content, or else the id of an indexed image. */
    public static Example example(String fileOrImageId) {
        Path file = Path.of(fileOrImageId);
        if (!Files.isRegularFile(file)) {
            return Example.imageId(fileOrImageId);
        }
        try {
            return Example.image(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }

    /**
     * Works with a client that is closed afterwards.
     *
     * @throws SystemFailure with the service's own words, if it refused or did not answer
     */
    public static <T> T with(KafkaConfig kafka, Function<SearchClient, T> work) {
        try (SearchClient client = SearchClients.open(kafka)) {
            return work.apply(client);
        } catch (SearchException e) {
            throw failure(e);
        }
    }

    /** One question. */
    public static SearchResult ask(SearchClient client, SearchQuery query) {
        return join(client.search(query));
    }

    /**
     * What a future holds.
     *
     * @throws SystemFailure with the client's own words, if it failed
     */
    public static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SearchException refusal) {
                throw failure(refusal);
            }
            throw e;
        }
    }

    private static SystemFailure failure(SearchException cause) {
        return new SystemFailure(String.valueOf(cause.getMessage()), cause);
    }
}
