package org.lookalike.vectorstore.milvus;

import java.util.ArrayList;
import java.util.List;
import org.lookalike.vectorstore.VectorRow;

/** Cuts long lists into parts that fit into one request. */
final class Batches {
    private Batches() {}

    /** Parts of at most this many items, in order; none for no items. */
    static <T> List<List<T>> of(List<T> items, int maxSize) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < items.size(); from += maxSize) {
            parts.add(items.subList(from, Math.min(items.size(), from + maxSize)));
        }
        return parts;
    }

    /** Parts within the limits' rows and bytes, in order; a row that is too large on its own is a part of its own. */
    static List<List<VectorRow>> of(List<VectorRow> rows, BatchLimits limits) {
        List<List<VectorRow>> parts = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < rows.size(); i++) {
            long size = RowCodec.size(rows.get(i));
            boolean full = i - from >= limits.rows() || bytes + size > limits.bytes();
            if (full && i > from) {
                parts.add(rows.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < rows.size()) {
            parts.add(rows.subList(from, rows.size()));
        }
        return parts;
    }
}
