package org.lookalike.explorer.map;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.explorer.catalogue.CatalogueSnapshot;
import org.lookalike.explorer.catalogue.SystemView;
import org.lookalike.spaces.map.ImageMap;

/** The columns of the map as it is now, made when something has changed. Thread-safe. */
public final class CurrentMap {
    private final SystemView view;
    private @Nullable Made made;

    private record Made(ImageMap map, CatalogueSnapshot catalogue, MapColumns columns) {}

    public CurrentMap(SystemView view) {
        this.view = view;
    }

    /** The columns; empty where no map was published, or none of its images is known. */
    @SuppressWarnings(
            "ReferenceEquality") // Both are the same objects for as long as nothing changes; comparing all images is
    // dear.
    public synchronized Optional<MapColumns> columns() {
        ImageMap map = view.map();
        CatalogueSnapshot catalogue = view.catalogue();
        if (made == null || made.map() != map || made.catalogue() != catalogue) {
            made = new Made(map, catalogue, MapColumns.of(map, catalogue));
        }
        return Optional.of(made.columns()).filter(columns -> !columns.images().isEmpty());
    }
}
