package org.lookalike.bench.retrieval;

/** A space and a way to search in it. */
enum RetrievalVariant {
    PCA("PCA 256", false, false),
    PCA_EXPANDED("PCA 256, expanded", false, true),
    NEIGHBOURS("neighbour whitening", true, false),
    NEIGHBOURS_EXPANDED("neighbour whitening, expanded", true, true);

    private final String title;
    private final boolean whitened;
    private final boolean expanded;

    RetrievalVariant(String title, boolean whitened, boolean expanded) {
        this.title = title;
        this.whitened = whitened;
        this.expanded = expanded;
    }

    String title() {
        return title;
    }

    boolean isWhitened() {
        return whitened;
    }

    boolean isExpanded() {
        return expanded;
    }
}
