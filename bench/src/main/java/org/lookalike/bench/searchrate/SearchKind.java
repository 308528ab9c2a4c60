package org.lookalike.bench.searchrate;

/** What is asked for. */
enum SearchKind {
    /** A picture that is indexed, by its id. */
    ID("by id", true),
    /** The same, searched once more with the two nearest, as lists are unless a request says otherwise. */
    EXPANDED_ID("by id, expanded", false),
    /** The same, among the pictures of one of the two sources. */
    FILTERED_ID("by id, filtered", true),
    /** A picture's bytes, which the query service has to encode; the plain loop has no encoder. */
    IMAGE("by picture", false),
    /** The same, turned by 0, 90, 180 and 270 degrees. */
    TURNED_IMAGE("by picture, rotations", false);

    private final String title;
    private final boolean plain;

    SearchKind(String title, boolean plain) {
        this.title = title;
        this.plain = plain;
    }

    String title() {
        return title;
    }

    boolean isImage() {
        return this == IMAGE || this == TURNED_IMAGE;
    }

    /** Whether the plain loop can ask for it. */
    boolean isPlain() {
        return plain;
    }
}
