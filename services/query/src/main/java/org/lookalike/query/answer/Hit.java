package org.lookalike.query.answer;

import java.util.List;
import org.lookalike.vectorstore.VectorHit;

/**
 * One image of an answer.
 *
 * @param hit the image
 * @param role why it is shown, in an answer to a question about a cluster; else empty
 * @param duplicates ids of the images that it stands for
 * @param rotation by how many degrees the query image was turned clockwise for the hit's score
 */
public record Hit(VectorHit hit, String role, List<String> duplicates, int rotation) {
    public Hit {
        duplicates = List.copyOf(duplicates);
    }

    static Hit of(VectorHit hit) {
        return new Hit(hit, "", List.of(), 0);
    }

    static Hit of(VectorHit hit, String role, List<String> duplicates) {
        return new Hit(hit, role, duplicates, 0);
    }

    Hit turned(int degrees) {
        return new Hit(hit, role, duplicates, degrees);
    }
}
