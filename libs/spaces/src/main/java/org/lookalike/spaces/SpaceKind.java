package org.lookalike.spaces;

/** What the coordinates of a space are. Names are sent and shown, and never change. */
public enum SpaceKind {
    /** The encoder's features. */
    RAW("features"),
    /** Principal components of a sample. */
    PRINCIPAL("principal components"),
    /** Principal components, whitened by mutual neighbours of the sample. */
    NEIGHBOURS("neighbour whitening"),
    /** Principal components, and directions that tell labelled classes apart. */
    LABELS("learnt from labels");

    private final String title;

    SpaceKind(String title) {
        this.title = title;
    }

    /** For people, in lower case. */
    public String title() {
        return title;
    }
}
