package org.lookalike.query.recognise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.Labels;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.recognition.Gallery;
import org.lookalike.latent.recognition.Recogniser;
import org.lookalike.latent.recognition.RecognitionOptions;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/**
 * The classes that are enrolled in one space, as of some labels, and the images known to be of none. Thread-safe.
 */
final class Enrolment {
    /** Rows of the store fetched at once. */
    private static final int TOGETHER = 500;
    /** Rates of requests for which thresholds are kept. */
    private static final int MAX_RATES = 16;
    /** How long fetched rows are used again: an image may be published anew under its id. */
    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Labels labels;
    private final List<String> ids;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> placesByHash = new HashMap<>();
    private final @Nullable Gallery gallery;
    private final @Nullable Rows strangers;
    private final boolean whole;
    private final RecognitionOptions options;
    /** Rates come from outside; those that were asked for last stay. */
    private final Map<Double, CompletableFuture<Recogniser>> byRate = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Double, CompletableFuture<Recogniser>> eldest) {
            return size() > MAX_RATES;
        }
    };
    /** The rows by id, so that the next enrolment fetches only what is new. */
    private final Map<String, VectorRow> rowsById = new HashMap<>();

    private final long fetchedNanos;

    private Enrolment(
            Labels labels, List<VectorRow> rows, boolean whole, RecognitionOptions options, long fetchedNanos) {
        this.fetchedNanos = fetchedNanos;
        rows.forEach(row -> rowsById.put(row.id(), row));
        this.labels = labels;
        this.whole = whole;
        this.options = options;
        List<String> names = new ArrayList<>();
        List<VectorRow> templates = new ArrayList<>();
        List<VectorRow> others = new ArrayList<>();
        for (VectorRow row : rows) {
            ImageLabel label = Objects.requireNonNull(labels.images().get(row.id()));
            if (label.isBackground()) {
                others.add(row);
                continue;
            }
            places.put(row.id(), names.size());
            if (!row.sha256().isEmpty()) {
                placesByHash.put(row.sha256(), names.size());
            }
            names.add(label.label());
            templates.add(row);
        }
        this.ids = templates.stream().map(VectorRow::id).toList();
        this.gallery = templates.isEmpty() ? null : Gallery.of(vectors(templates), names);
        this.strangers = others.isEmpty() ? null : vectors(others);
    }

    private static Rows vectors(List<VectorRow> rows) {
        return Rows.copyOf(rows.stream().map(VectorRow::vector).toList());
    }

    /**
     * Fetches the labelled images that are indexed in a space.
     *
     * @param before the space's enrolment so far, whose rows are used again while they are new; or null
     * @throws org.lookalike.platform.failure.TransientFailure if the store does not answer
     */
    static Enrolment of(
            Space space, Labels labels, VectorStore store, RecognitionConfig config, @Nullable Enrolment before) {
        // Labels come in the order of their ids' hashes: the first are the sample.
        List<String> sample =
                labels.images().keySet().stream().limit(config.maxTemplates()).toList();
        Enrolment reused = before != null && System.nanoTime() - before.fetchedNanos < MAX_AGE_NANOS ? before : null;
        Map<String, VectorRow> known = reused == null ? Map.of() : reused.rowsById;
        long fetched = reused == null ? System.nanoTime() : reused.fetchedNanos;
        List<VectorRow> rows = new ArrayList<>();
        sample.stream().filter(known::containsKey).map(known::get).forEach(rows::add);
        List<String> wanted =
                sample.stream().filter(id -> !known.containsKey(id)).toList();
        for (int from = 0; from < wanted.size(); from += TOGETHER) {
            List<String> some = wanted.subList(from, Math.min(from + TOGETHER, wanted.size()));
            Map<String, VectorRow> found = store.get(space.collection(), some);
            some.stream().filter(found::containsKey).map(found::get).forEach(rows::add);
        }
        RecognitionOptions options = new RecognitionOptions(
                config.options().falseMatchRate(),
                labels.falseMatchRates(),
                config.options().falseNoveltyRate(),
                config.options().maxImages());
        return new Enrolment(labels, rows, rows.size() == sample.size(), options, fetched);
    }

    /** Whether it is of these labels. */
    boolean isOf(Labels others) {
        return labels == others;
    }

    /** Whether every labelled image was indexed. */
    boolean isWhole() {
        return whole;
    }

    /** What recognises, by this rate of false matches; empty where nothing is enrolled. */
    Optional<Recogniser> recogniser(@Nullable Double rate) {
        if (gallery == null) {
            return Optional.empty();
        }
        Gallery templates = gallery;
        // A rate that the request names holds for every class.
        RecognitionOptions wanted = rate == null
                ? options
                : new RecognitionOptions(rate, Map.of(), options.falseNoveltyRate(), options.maxImages());
        CompletableFuture<Recogniser> calibrated = new CompletableFuture<>();
        CompletableFuture<Recogniser> earlier;
        synchronized (byRate) {
            double key = rate == null ? Double.NaN : rate;
            earlier = byRate.get(key);
            if (earlier == null) {
                byRate.put(key, calibrated);
            }
        }
        // Outside of the lock: one rate's thresholds must not hold up recognition by another's.
        if (earlier != null) {
            return Optional.of(earlier.join());
        }
        try {
            Recogniser recogniser = Recogniser.calibrate(templates, strangers, wanted);
            calibrated.complete(recogniser);
            return Optional.of(recogniser);
        } catch (RuntimeException e) {
            calibrated.completeExceptionally(e);
            throw e;
        }
    }

    /** The template that the image is itself, by its id or else by its bytes. */
    Optional<Integer> template(Optional<String> id, Optional<String> hash) {
        return id.map(places::get).or(() -> hash.map(placesByHash::get));
    }

    String imageId(int template) {
        return ids.get(template);
    }

    /** How many templates the class has. */
    int templates(String label) {
        return gallery == null ? 0 : gallery.sizes()[gallery.classes().indexOf(label)];
    }
}
