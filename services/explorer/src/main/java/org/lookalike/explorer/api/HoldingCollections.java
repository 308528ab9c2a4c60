package org.lookalike.explorer.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Which collections hold an image, found by searching each for it, as any application could. Thread-safe. */
public final class HoldingCollections implements Function<String, List<String>> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Searches searches;
    private final Supplier<Spaces> spaces;

    public HoldingCollections(Searches searches, Supplier<Spaces> spaces) {
        this.searches = searches;
        this.spaces = spaces;
    }

    @Override
    public List<String> apply(String imageId) {
        List<String> found = new ArrayList<>();
        Spaces known = spaces.get();
        for (Space space : known.alive()) {
            if (known.searchable(space.id()).isPresent() && holds(space, imageId)) {
                found.add(space.collection());
            }
        }
        return found;
    }

    private boolean holds(Space space, String imageId) {
        try {
            return !searches.search(SearchQuery.byImageId(imageId)
                            .ids(imageId)
                            .excludeQuery(false)
                            .k(1)
                            .space(space.id())
                            .timeout(TIMEOUT)
                            .build())
                    .join()
                    .hits()
                    .isEmpty();
        } catch (CompletionException e) {
            // An image that is not in the collection cannot be searched by.
            if (e.getCause() instanceof SearchException failure && !failure.retriable()) {
                return false;
            }
            throw e.getCause() instanceof SearchException failure ? SearchRoutes.translated(failure) : e;
        }
    }
}
