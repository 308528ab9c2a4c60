package org.lookalike.explorer.api;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.labels.CsvFormula;
import org.lookalike.client.Example;
import org.lookalike.client.SearchException;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.explorer.image.ImageBox;
import org.lookalike.explorer.image.ImagePixels;
import org.lookalike.explorer.image.QueryImages;
import org.lookalike.explorer.image.StoredImages;
import org.lookalike.explorer.image.ThumbnailStore;
import org.lookalike.http.RequestBody;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;

/** Searches, and the pictures that are brought to search by. Thread-safe. */
public final class SearchRoutes {
    private static final int HITS = 60;
    private static final int MOST_HITS = 1_000;
    private static final float BURST_SCORE = 0.9f;
    private static final int CREATED = 201;

    private final Searches searches;
    private final QueryImages queries;
    private final StoredImages images;
    private final ImagePixels pixels;
    private final ThumbnailStore thumbnails;
    private final long maxUpload;
    private final Duration timeout;

    /**
     * @param maxUpload bytes of a picture that is brought
     * @param timeout how long a search may take
     */
    public SearchRoutes(
            Searches searches,
            QueryImages queries,
            StoredImages images,
            ImagePixels pixels,
            ThumbnailStore thumbnails,
            long maxUpload,
            Duration timeout) {
        this.searches = searches;
        this.queries = queries;
        this.images = images;
        this.pixels = pixels;
        this.thumbnails = thumbnails;
        this.maxUpload = maxUpload;
        this.timeout = timeout;
    }

    record Upload(String query, int width, int height, String mediaType) {}

    record Hit(
            String id,
            float score,
            String source,
            String time,
            Map<String, String> attributes,
            String cluster,
            float clusterDistance,
            @Nullable String label,
            String labelBasis,
            List<String> duplicates) {
        static Hit of(SearchResult.Hit hit) {
            return new Hit(
                    hit.imageId(),
                    hit.score(),
                    hit.source(),
                    hit.time().toString(),
                    hit.attributes(),
                    hit.cluster(),
                    hit.clusterDistance(),
                    hit.label(),
                    hit.labelBasis(),
                    hit.duplicates());
        }
    }

    record Found(
            String space,
            List<Hit> hits,
            SearchResult.@Nullable Verdict verdict,
            long millis,
            long queuedMillis,
            long encodeMillis,
            long searchMillis) {}

    /** Keeps a picture to search by. */
    public void upload(Context context) {
        byte[] bytes = RequestBody.read(context.bodyInputStream(), context.req().getContentLengthLong(), maxUpload);
        QueryImages.Kept kept = queries.keep(bytes);
        context.status(CREATED)
                .json(new Upload(
                        kept.query(),
                        kept.size().width(),
                        kept.size().height(),
                        kept.size().mediaType()));
    }

    /** A small JPEG of a picture that was brought. */
    public void uploadThumbnail(Context context) {
        Parameters parameters = new Parameters(context);
        String query = parameters.required("query");
        int side = parameters.integer("side", 1, Integer.MAX_VALUE, 384);
        byte[] bytes = queries.bytes(query);
        Responses.jpeg(context, thumbnails.ofUpload(query, side, () -> bytes));
    }

    /** What looks like a picture, a part of one, or some pictures and not others. */
    public void search(Context context) {
        Parameters parameters = new Parameters(context);
        Optional<String> own = parameters.text("id");
        Optional<ImageBox> box = parameters.text("box").map(ImageBox::parse);
        int k = parameters.integer("k", 1, MOST_HITS, HITS);
        SearchQuery.Builder search = builder(parameters, own, box);
        // A part of a picture looks like the whole of it.
        boolean partOfStored = box.isPresent() && own.isPresent();
        search.k(partOfStored ? Math.min(MOST_HITS, k + 1) : k).timeout(timeout);
        parameters.decimal("min-score", -1, 1).ifPresent(search::minScore);
        parameters.criteria().restrict(search);
        int burst = parameters.integer("fold", 0, 86_400, 0);
        if (burst > 0) {
            search.collapse(Duration.ofSeconds(burst), BURST_SCORE);
        }
        if (parameters.flag("recognise")) {
            search.recognise();
        }
        parameters.text("space").ifPresent(search::space);
        SearchResult result = answer(search.build());
        List<Hit> hits = result.hits().stream()
                .filter(hit -> !partOfStored || !hit.imageId().equals(own.orElse("")))
                .limit(k)
                .map(Hit::of)
                .toList();
        if (parameters.text("format").filter("csv"::equals).isPresent()) {
            csv(context, hits);
            return;
        }
        SearchResult.Timings timings = result.timings();
        context.json(new Found(
                result.space(),
                hits,
                result.verdict(),
                timings.total().toMillis(),
                timings.queued().toMillis(),
                timings.encode().toMillis(),
                timings.search().toMillis()));
    }

    private SearchQuery.Builder builder(Parameters parameters, Optional<String> own, Optional<ImageBox> box) {
        List<Example> like = new ArrayList<>();
        example(parameters, own, box).ifPresent(like::add);
        parameters.texts("like").stream().map(Example::imageId).forEach(like::add);
        List<Example> unlike =
                parameters.texts("unlike").stream().map(Example::imageId).toList();
        if (like.isEmpty()) {
            throw Parameters.invalid("name a picture to search by: id, query or like");
        }
        return like.size() == 1 && unlike.isEmpty()
                ? SearchQuery.by(like.get(0))
                : SearchQuery.byExamples().like(like.toArray(Example[]::new)).unlike(unlike.toArray(Example[]::new));
    }

    private Optional<Example> example(Parameters parameters, Optional<String> own, Optional<ImageBox> box) {
        Optional<String> upload = parameters.text("query");
        if (own.isPresent() && upload.isPresent()) {
            throw Parameters.invalid("id and query both name a picture to search by: choose one");
        }
        if (upload.isPresent()) {
            byte[] bytes = queries.bytes(upload.get());
            return Optional.of(
                    Example.image(box.map(part -> pixels.part(bytes, part)).orElse(bytes)));
        }
        return own.map(id -> box.map(part -> Example.image(pixels.part(images.bytes(id), part)))
                .orElseGet(() -> Example.imageId(id)));
    }

    private SearchResult answer(SearchQuery query) {
        try {
            return searches.search(query).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SearchException failure ? translated(failure) : e;
        } catch (SearchException e) {
            throw translated(e);
        }
    }

    /** What the service answered with, as this service answers. */
    static RuntimeException translated(SearchException failure) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(failure.code())) {
                return new PermanentFailure(code, String.valueOf(failure.getMessage()), failure);
            }
        }
        return new TransientFailure(String.valueOf(failure.getMessage()), failure);
    }

    private static void csv(Context context, List<Hit> hits) {
        StringBuilder table = new StringBuilder("rank,picture,score,source,time,label,cluster\r\n");
        for (int i = 0; i < hits.size(); i++) {
            Hit hit = hits.get(i);
            table.append(i + 1)
                    .append(',')
                    .append(cell(hit.id()))
                    .append(',')
                    .append(hit.score())
                    .append(',')
                    .append(cell(hit.source()))
                    .append(',')
                    .append(hit.time())
                    .append(',')
                    .append(cell(hit.label() == null ? "" : hit.label()))
                    .append(',')
                    .append(cell(hit.cluster()))
                    .append("\r\n");
        }
        context.header("Content-Disposition", "attachment; filename=\"search.csv\"")
                .contentType("text/csv; charset=utf-8")
                .result(table.toString());
    }

    private static String cell(String text) {
        return '"' + CsvFormula.neutralised(text).replace("\"", "\"\"") + '"';
    }
}
