package org.lookalike.bench.searchrate;

/** What is asked for. */
enum SearchKind {
    /** A picture that is indexed, by its id. */
    ID("by id", true),
    /** The same, among the pictures of one of the two sources. */
    FILTERED_ID("by id, filtered", true),
    /** A picture's bytes, which the query service has to encode; the plain loop has no encoder. */
    IMAGE("by picture", false);

    private final String title;
    private final boolean plain;

    SearchKind(String title, boolean plain) {
        this.title = title;
        this.plain = plain;
    }

    String title() {
        return title;
    }

    /** Whether the plain loop can ask for it. */
    boolean isPlain() {
        return plain;
    }
}
