package org.lookalike.explorer.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.explorer.catalogue.SystemView.Named;

/** A picture in a list. The instant is ISO-8601, UTC. */
record PictureJson(
        String id,
        String source,
        String time,
        Map<String, String> attributes,
        String cluster,
        @Nullable String label) {

    static PictureJson of(Named named) {
        return new PictureJson(
                named.image().imageId(),
                named.image().source(),
                named.image().time().toString(),
                named.image().attributes(),
                named.image().cluster(),
                named.label());
    }
}
