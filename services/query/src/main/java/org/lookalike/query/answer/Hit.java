package org.lookalike.query.answer;

import java.util.List;
import org.lookalike.vectorstore.VectorHit;

/**
 * One image of an answer.
 *
 * @param hit the image
 * @param role why it is shown, in an answer to a question about a cluster; else empty
 * @param duplicates ids of the images that it stands for
 */
public record Hit(VectorHit hit, String role, List<String> duplicates) {
    public Hit {
        duplicates = List.copyOf(duplicates);
    }

    static Hit of(VectorHit hit) {
        return new Hit(hit, "", List.of());
    }
}
