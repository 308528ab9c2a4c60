package org.lookalike.query.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.lookalike.events.PlaceOnMap;
import org.lookalike.latent.map.Tsne;
import org.lookalike.latent.map.TsneOptions;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.map.ImageMap;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** Finds an image's place on the map among its neighbours', at once and without a new map. Thread-safe. */
public final class MapPlacing {
    /** More than decide, since a map of a sample has not all of them. */
    private static final int NEIGHBOURS = 64;

    private final VectorStore store;
    private final Supplier<ImageMap> maps;
    private final Duration timeout;

    /** @param maps the map that was published last */
    public MapPlacing(VectorStore store, Supplier<ImageMap> maps, Duration timeout) {
        this.store = store;
        this.maps = maps;
        this.timeout = timeout;
    }

    /** The image's place; empty where no map was published, or none of the neighbours is on it. */
    Optional<PlaceOnMap> of(Space space, float[] vector) {
        ImageMap map = maps.get();
        if (map.id().isEmpty()) {
            return Optional.empty();
        }
        List<VectorHit> hits = store.search(
                        space.collection(), List.of(vector), new SearchOptions(NEIGHBOURS, RowFilter.ALL, -1, timeout))
                .get(0);
        List<String> known = hits.stream()
                .map(VectorHit::id)
                .filter(id -> map.of(id).isPresent())
                .toList();
        Map<String, VectorRow> rows = store.get(space.collection(), known);
        List<float[]> vectors = new ArrayList<>();
        List<float[]> positions = new ArrayList<>();
        for (String id : known) {
            VectorRow row = rows.get(id);
            Optional<ImageMap.Place> place = map.of(id);
            if (row != null && place.isPresent()) {
                vectors.add(row.vector());
                positions.add(new float[] {place.get().x(), place.get().y()});
            }
        }
        if (vectors.isEmpty()) {
            return Optional.empty();
        }
        // The neighbours are few: their principal components would say less than the space does.
        TsneOptions options = TsneOptions.defaults()
                .withDimensions(Math.max(2, vector.length))
                .withThreads(1);
        float[] place = Tsne.place(
                        Rows.copyOf(vectors), Rows.copyOf(positions), Rows.of(vector.clone(), vector.length), options)
                .values();
        return Optional.of(PlaceOnMap.newBuilder()
                .setMapId(map.id())
                .setX(place[0])
                .setY(place[1])
                .setNeighbours(vectors.size())
                .build());
    }
}
