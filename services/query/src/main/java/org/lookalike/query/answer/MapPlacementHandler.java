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
import org.lookalike.query.answer.Question.MapPlacement;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Result;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.map.ImageMap;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** Finds a query image's place on the map among its neighbours', without drawing the map anew. */
public final class MapPlacementHandler implements QuestionHandler<MapPlacement> {
    /** More than decide, since a map of a sample has not all of them. */
    private static final int NEIGHBOURS = 64;

    private final VectorStore store;
    private final StoreCalls calls;
    private final Supplier<ImageMap> maps;
    private final Duration timeout;

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param maps the map that was published last
     * @param timeout most time for the search of an image's neighbours
     */
    public MapPlacementHandler(VectorStore store, StoreCalls calls, Supplier<ImageMap> maps, Duration timeout) {
        this.store = store;
        this.calls = calls;
        this.maps = maps;
        this.timeout = timeout;
    }

    @Override
    public Class<MapPlacement> kind() {
        return MapPlacement.class;
    }

    @Override
    public List<Result<Answer>> answer(List<Asked<MapPlacement>> asked, MetadataSnapshot metadata) {
        return asked.stream()
                .map(each -> calls.<Answer>alone(
                        each.request().envelope(),
                        () -> new Answer.Placed(place(
                                each.request().space(), each.question().query().values()))))
                .toList();
    }

    /** The image's place; empty where no map was published, or none of the neighbours is on it. */
    private Optional<PlaceOnMap> place(Space space, float[] vector) {
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
