package org.lookalike.explorer.api;

import io.javalin.http.Context;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.images.ImageTrace;
import org.lookalike.admin.images.ImageTracer;
import org.lookalike.admin.images.Remnant;
import org.lookalike.explorer.catalogue.CatalogueSnapshot;
import org.lookalike.explorer.catalogue.SystemView;
import org.lookalike.explorer.catalogue.SystemView.Named;
import org.lookalike.explorer.image.StoredImages;
import org.lookalike.explorer.image.ThumbnailStore;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.labels.ImageLabel;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** Pictures: lists of them, and everything about one. Thread-safe. */
public final class PictureRoutes {
    private static final int PAGE = 120;
    private static final int MOST = 1_000;

    private final SystemView view;
    private final ImageTracer tracer;
    private final StoredImages images;
    private final ThumbnailStore thumbnails;
    private final HeaderValidator formats;

    public PictureRoutes(
            SystemView view,
            ImageTracer tracer,
            StoredImages images,
            ThumbnailStore thumbnails,
            HeaderValidator formats) {
        this.view = view;
        this.tracer = tracer;
        this.images = images;
        this.thumbnails = thumbnails;
        this.formats = formats;
    }

    record Page(
            List<PictureJson> pictures,
            long total,
            @Nullable String next) {}

    record Label(String label, String by, String at) {}

    record Step(String what, String text, String place) {}

    record Detail(
            String id,
            boolean searchable,
            @Nullable PictureJson picture,
            @Nullable Label ownLabel,
            @Nullable String clusterLabel,
            boolean stored,
            @Nullable String uri,
            @Nullable String sha256,
            @Nullable String mediaType,
            @Nullable Long bytes,
            @Nullable Integer width,
            @Nullable Integer height,
            List<Step> steps) {}

    /** Pictures that are meant by a filter, those taken last first, page by page. */
    public void list(Context context) {
        Parameters parameters = new Parameters(context);
        int limit = parameters.integer("limit", 1, MOST, PAGE);
        int offset = parameters.integer("after", 0, Integer.MAX_VALUE, 0);
        List<Named> all = view.images(parameters.criteria()).toList();
        List<PictureJson> shown =
                all.stream().skip(offset).limit(limit).map(PictureJson::of).toList();
        int end = offset + shown.size();
        context.json(new Page(shown, all.size(), end < all.size() ? Integer.toString(end) : null));
    }

    /** Everything that topics and image store know about one picture. */
    public void one(Context context) {
        String id = new Parameters(context).required("id");
        CatalogueSnapshot catalogue = view.catalogue();
        SystemView.Names names = view.names();
        Optional<PictureJson> listed =
                catalogue.find(id).map(image -> PictureJson.of(new Named(image, names.ofImage(image))));
        Optional<ImageTrace> trace = tracer.trace(id);
        if (listed.isEmpty() && trace.isEmpty()) {
            throw new PermanentFailure(
                    ErrorCode.UNKNOWN_IMAGE, "nothing is left of picture %s, or it was never published".formatted(id));
        }
        context.json(detail(id, listed.orElse(null), trace.orElse(null), names));
    }

    private static Detail detail(
            String id, @Nullable PictureJson listed, @Nullable ImageTrace trace, SystemView.Names names) {
        ImageLabel own = names.labels().images().get(id);
        var arrived = trace == null ? null : trace.arrived().orElse(null);
        var vector = trace == null || trace.vectors().isEmpty()
                ? null
                : trace.vectors().get(0);
        return new Detail(
                id,
                listed != null,
                listed,
                own == null ? null : new Label(own.label(), own.by(), own.at().toString()),
                listed == null ? null : names.ofCluster(listed.cluster()),
                trace != null && trace.stored(),
                arrived == null ? null : arrived.event().getUri(),
                arrived == null ? null : arrived.event().getSha256(),
                arrived == null ? null : arrived.event().getMediaType(),
                arrived == null ? null : arrived.event().getSizeBytes(),
                vector == null ? null : vector.event().getWidth(),
                vector == null ? null : vector.event().getHeight(),
                trace == null ? List.of() : steps(trace));
    }

    private static List<Step> steps(ImageTrace trace) {
        List<Step> steps = new ArrayList<>();
        trace.arrived()
                .ifPresent(arrived -> steps.add(new Step(
                        "arrived",
                        "%s from %s"
                                .formatted(
                                        arrived.event().getArrivedAt(),
                                        arrived.event().getSource()),
                        arrived.place())));
        trace.deleted().ifPresent(place -> steps.add(new Step("deleted", "by a tombstone", place)));
        trace.vectors()
                .forEach(vector -> steps.add(new Step(
                        "embedded",
                        "%s by encoder %s, %d dimensions"
                                .formatted(
                                        vector.event().getEmbeddedAt(),
                                        vector.event().getEncoderId(),
                                        vector.event().getDimensions()),
                        vector.place())));
        trace.collections().forEach(collection -> steps.add(new Step("indexed", "in " + collection, "")));
        trace.quarantined()
                .ifPresent(event -> steps.add(new Step(
                        "quarantined",
                        "%s with %s: %s".formatted(event.getQuarantinedAt(), event.getCode(), event.getReason()),
                        event.getStage().toString())));
        for (Remnant remnant : trace.remnants()) {
            steps.add(new Step(
                    "also",
                    remnant.what()
                            + remnant.until().map(until -> ", until " + until).orElse(""),
                    remnant.place()));
        }
        return steps;
    }

    /** A small JPEG, made anew of whatever the publisher sent. */
    public void thumbnail(Context context) {
        Parameters parameters = new Parameters(context);
        String id = parameters.required("id");
        int side = parameters.integer("side", 1, Integer.MAX_VALUE, 192);
        Responses.jpeg(context, thumbnails.of(id, side));
    }

    /** The bytes that the publisher sent, to be saved and not to be shown. */
    public void file(Context context) {
        String id = new Parameters(context).required("id");
        URI uri = images.uri(id);
        byte[] bytes = images.bytes(id);
        String mediaType = formats.check(bytes);
        String extension = mediaType.substring(mediaType.lastIndexOf('/') + 1).replaceAll("[^a-z]", "");
        context.header("Content-Disposition", "attachment; filename=\"picture.%s\"".formatted(extension));
        String tag = uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
        Responses.tagged(context, tag, "private, no-cache", mediaType, bytes);
    }
}
