package org.lookalike.explorer.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.explorer.catalogue.CataloguedImage;
import org.lookalike.explorer.catalogue.SystemView;
import org.lookalike.explorer.catalogue.SystemView.Named;
import org.lookalike.explorer.map.CurrentMap;
import org.lookalike.explorer.map.MapColumns;
import org.lookalike.http.RequestBody;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;

/** The map. Thread-safe. */
public final class MapRoutes {
    private static final String BINARY = "application/octet-stream";
    private static final int MOST = 1_000;
    private static final long MAX_BODY = 64 << 10;
    private static final int TAG_LENGTH = 24;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SystemView view;
    private final CurrentMap map;

    public MapRoutes(SystemView view, CurrentMap map) {
        this.view = view;
        this.map = map;
    }

    record Head(
            String key,
            int count,
            float width,
            float height,
            long epoch,
            List<String> clusters,
            List<String> sources) {}

    record LabelHead(List<String> labels, Map<String, String> clusterLabels) {}

    record Selection(@Nullable String map, @Nullable List<Integer> points) {}

    record Selected(List<PictureJson> pictures) {}

    /** The columns, sent once: the tag is the map's key. */
    public void columns(Context context) {
        MapColumns columns = current();
        float[] size = columns.size();
        Head head = new Head(
                columns.key(),
                columns.images().size(),
                size[0],
                size[1],
                columns.epochSeconds(),
                columns.clusters(),
                columns.sources());
        Responses.tagged(
                context, columns.key(), "private, no-cache", BINARY, MapColumns.framed(text(head), columns.bytes()));
    }

    /** The column of labels, which change more often than the rest. */
    public void labels(Context context) {
        MapColumns columns = named(new Parameters(context).required("map"));
        SystemView.Names names = view.names();
        List<String> all = names.all();
        Map<String, String> ofClusters = new java.util.TreeMap<>();
        for (String cluster : columns.clusters()) {
            String name = names.ofCluster(cluster);
            if (name != null) {
                ofClusters.put(cluster, name);
            }
        }
        byte[] framed = MapColumns.framed(text(new LabelHead(all, ofClusters)), columns.labels(all, names::ofImage));
        Responses.tagged(context, Sha256.of(framed).substring(0, TAG_LENGTH), "private, no-cache", BINARY, framed);
    }

    /** The pictures at some points. */
    public void pictures(Context context) {
        byte[] body = RequestBody.read(context.bodyInputStream(), context.req().getContentLengthLong(), MAX_BODY);
        Selection selection;
        try {
            selection = JSON.readValue(new String(body, StandardCharsets.UTF_8), Selection.class);
        } catch (JsonProcessingException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "the body must be JSON: {\"map\": key, \"points\": [numbers]}", e);
        }
        if (selection.map() == null
                || selection.points() == null
                || selection.points().size() > MOST) {
            throw Parameters.invalid("a selection names a map and at most %d of its points".formatted(MOST));
        }
        MapColumns columns = named(selection.map());
        SystemView.Names names = view.names();
        List<CataloguedImage> images = columns.images();
        context.json(new Selected(selection.points().stream()
                .map(point -> {
                    if (point == null || point < 0 || point >= images.size()) {
                        throw Parameters.invalid(
                                "point %s is not on the map of %d points".formatted(point, images.size()));
                    }
                    CataloguedImage image = images.get(point);
                    return PictureJson.of(new Named(image, names.ofImage(image)));
                })
                .toList()));
    }

    private MapColumns current() {
        return map.columns()
                .orElseThrow(() -> new PermanentFailure(
                        ErrorCode.NOT_FOUND,
                        "there is no map yet: `lookalike map --out FOLDER --publish` draws one and publishes it"));
    }

    private MapColumns named(String key) {
        MapColumns columns = current();
        if (!columns.key().equals(key)) {
            throw new PermanentFailure(ErrorCode.NOT_FOUND, "map %s has been replaced: load it again".formatted(key));
        }
        return columns;
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record cannot be written as JSON", e);
        }
    }
}
