package org.lookalike.query.request;

import org.lookalike.events.SearchRequest;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.RowFilter;

/**
 * A request that obeys the rules. It is bound to one space: its vector, the collection that is searched and the space that
 * its answer names all come from this one object, whatever becomes active meanwhile.
 *
 * @param body what the caller sent; every field has been checked, but for a query vector, whose rule depends on the space
 * @param filter which images may be hits, but for the condition of the labels
 */
public record Request(Envelope envelope, SearchRequest body, Space space, RowFilter filter) {

    /** This request with the condition that its labels make; that may be of a million ids, so it comes last. */
    public Request filteredByLabels(MetadataSnapshot metadata) {
        return metadata.condition(space, LabelFilter.of(body))
                .map(condition -> new Request(envelope, body, space, filter.and(condition)))
                .orElse(this);
    }

    Request with(Envelope other) {
        return new Request(other, body, space, filter);
    }
}
