package org.lookalike.query.recognise;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.Verdict;
import org.lookalike.labels.Labels;
import org.lookalike.latent.recognition.Calibration;
import org.lookalike.latent.recognition.Recogniser;
import org.lookalike.latent.recognition.RecognitionResult;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises images by the classes enrolled in a space. New labels take effect as soon as their images have been fetched,
 * in the background; until then the classes enrolled before answer. Thread-safe.
 */
public final class ClassRecogniser {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClassRecogniser.class);
    /** Few spaces are searched by name besides the active one. */
    private static final int MAX_SPACES = 8;

    private final VectorStore store;
    private final RecognitionConfig config;
    private final ExecutorService refresher;
    private final InstantSource clock;
    private final Map<String, Known> bySpace = new ConcurrentHashMap<>();
    /** The labels to enrol next, by space. */
    private final Map<String, Labels> wanted = new ConcurrentHashMap<>();

    /** @param since when it was fetched */
    private record Known(Enrolment enrolment, Instant since) {}

    /** @param refresher one thread, the caller's to end */
    public ClassRecogniser(
            VectorStore store, RecognitionConfig config, ExecutorService refresher, InstantSource clock) {
        this.store = store;
        this.config = config;
        this.refresher = refresher;
        this.clock = clock;
    }

    /** Fetches what is enrolled in the active space, in the background. */
    public void follow(Spaces spaces, Labels labels) {
        spaces.active().ifPresent(space -> refreshLater(space, labels));
    }

    /**
     * Recognises an image.
     *
     * @param vector where it lies in the space, of length 1
     * @param id its own id, where it is known: it is not recognised by itself
     * @param sha256 the hash of its bytes, where they were seen
     * @param rate the rate of false matches, or null for the class's and the service's
     * @throws TransientFailure if the store does not answer
     */
    public Verdict verdict(
            Space space,
            Labels labels,
            float[] vector,
            Optional<String> id,
            Optional<String> sha256,
            @Nullable Double rate) {
        Enrolment enrolment = enrolment(space, labels);
        Optional<Recogniser> recogniser = enrolment.recogniser(rate);
        Optional<Integer> itself = enrolment.template(id, sha256);
        return recogniser
                .flatMap(by -> itself.isPresent()
                        ? by.recogniseWithoutItself(itself.get())
                        : Optional.of(by.recognise(vector)))
                .map(verdict ->
                        event(verdict, enrolment, recogniser.orElseThrow().calibration(), rate, labels))
                .orElseGet(() -> nothingEnrolled(space));
    }

    private Enrolment enrolment(Space space, Labels labels) {
        Known known = bySpace.get(space.id());
        if (known == null) {
            return fetched(space, labels);
        }
        boolean old = !known.enrolment().isOf(labels)
                || (!known.enrolment().isWhole()
                        && clock.instant().isAfter(known.since().plus(config.refresh())));
        if (old) {
            refreshLater(space, labels);
        }
        return known.enrolment();
    }

    /** Whether the classes of the space are at hand, so that recognition by them reads nothing. */
    public boolean isEnrolled(Space space) {
        return bySpace.containsKey(space.id());
    }

    /** Labels that come faster than their images can be fetched are passed over, up to the newest. */
    private void refreshLater(Space space, Labels labels) {
        if (wanted.put(space.id(), labels) == null) {
            try {
                refresher.execute(() -> {
                    Labels newest = wanted.remove(space.id());
                    if (newest != null) {
                        refreshed(space, newest);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOGGER.debug("closed while labels changed", e);
            }
        }
    }

    /** On the one thread, so that of many who ask the first does the work. */
    private void refreshed(Space space, Labels labels) {
        Known known = bySpace.get(space.id());
        if (known != null
                && known.enrolment().isOf(labels)
                && (known.enrolment().isWhole()
                        || clock.instant().isBefore(known.since().plus(config.refresh())))) {
            return;
        }
        try {
            fetched(space, labels);
        } catch (TransientFailure e) {
            LOGGER.debug("labelled pictures cannot be fetched now", e);
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("space", space.id())
                    .setCause(e)
                    .log("labels take no effect because of a defect");
        }
    }

    private Enrolment fetched(Space space, Labels labels) {
        Instant now = clock.instant();
        Known before = bySpace.get(space.id());
        Enrolment enrolment = Enrolment.of(space, labels, store, config, before == null ? null : before.enrolment());
        // Before it answers: a plain search must not wait for thresholds.
        enrolment.recogniser(null);
        if (bySpace.size() >= MAX_SPACES && !bySpace.containsKey(space.id())) {
            List.copyOf(bySpace.keySet()).stream().findFirst().ifPresent(bySpace::remove);
        }
        bySpace.put(space.id(), new Known(enrolment, now));
        return enrolment;
    }

    private Verdict event(
            RecognitionResult verdict,
            Enrolment enrolment,
            Calibration calibration,
            @Nullable Double rate,
            Labels labels) {
        boolean second = !verdict.runnerUp().isEmpty();
        return Verdict.newBuilder()
                .setKind(verdict.kind().name())
                .setLabel(verdict.label())
                .setScore(verdict.score())
                .setNearestImageId(enrolment.imageId(verdict.nearestTemplate()))
                .setRunnerUp(second ? verdict.runnerUp() : null)
                .setRunnerUpScore(second ? verdict.runnerUpScore() : null)
                .setMatchThreshold(calibration.calibrated() ? verdict.matchThreshold() : null)
                .setNoveltyThreshold(calibration.calibrated() ? verdict.noveltyThreshold() : null)
                .setFalseMatchRate(
                        rate != null
                                ? rate
                                : labels.falseMatchRate(verdict.label())
                                        .orElse(config.options().falseMatchRate()))
                .setClasses(calibration.classes())
                .setTemplates(enrolment.templates(verdict.label()))
                .setImpostors(calibration.impostors())
                .setGenuine(calibration.genuine())
                .setReason(verdict.reason())
                .build();
    }

    private static Verdict nothingEnrolled(Space space) {
        return Verdict.newBuilder()
                .setKind("UNSURE")
                .setReason("no class is enrolled in space %s: label some pictures".formatted(space.id()))
                .build();
    }
}
