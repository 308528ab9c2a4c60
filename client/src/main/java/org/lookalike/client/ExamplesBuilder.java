package org.lookalike.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ExamplesQuery;

/**
 * Builds a query by examples: finds images near the mean of the liked ones and away from the mean of the others. Not
 * thread-safe.
 *
 * <pre>{@code
 * SearchQuery.byExamples()
 *         .like(Example.image(bytes), Example.imageId("line-7/0815.jpg"))
 *         .unlike(Example.imageId("line-7/0816.jpg"))
 *         .k(20)
 *         .build()
 * }</pre>
 */
public final class ExamplesBuilder extends SearchQuery.Builder {
    private final List<Object> like = new ArrayList<>();
    private final List<Object> unlike = new ArrayList<>();
    private @Nullable Float unlikeWeight;

    ExamplesBuilder() {}

    /** Adds images to resemble. */
    public ExamplesBuilder like(Example... examples) {
        Arrays.stream(examples).map(Example::value).forEach(like::add);
        return this;
    }

    /** Adds images not to resemble. */
    public ExamplesBuilder unlike(Example... examples) {
        Arrays.stream(examples).map(Example::value).forEach(unlike::add);
        return this;
    }

    /** The weight of the latter, 0 to 1; the service's setting by default. */
    public ExamplesBuilder unlikeWeight(float weight) {
        this.unlikeWeight = weight;
        return this;
    }

    @Override
    Object query() {
        return new ExamplesQuery(new ArrayList<>(like), new ArrayList<>(unlike), unlikeWeight);
    }
}
