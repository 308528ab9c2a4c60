package org.lookalike.query.answer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.SearchError;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.Timings;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.query.reply.ReplyAddress;
import org.lookalike.query.reply.ReplyRecords;
import org.lookalike.query.request.Envelope;
import org.lookalike.query.request.Failure;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.MetadataSnapshot.AssignedLabel;
import org.lookalike.query.request.Received;
import org.lookalike.query.request.Request;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorHit;

/** Turns what became of requests into replies, and counts it. Thread-safe. */
public final class ReplyWriter {
    static final String REQUESTS = "lookalike.requests";
    static final String SEARCH = "lookalike.request.search";
    static final String TOTAL = "lookalike.request.total";
    static final String SPACE_TAG = "space";
    private static final String OK = "OK";

    private final ReplyRecords records;
    private final MeterRegistry metrics;
    private final Timer queued;
    private final Timer encode;

    public ReplyWriter(ReplyRecords records, MeterRegistry metrics) {
        this.records = records;
        this.metrics = metrics;
        this.queued = timer("lookalike.request.queued", "From a request's timestamp until processing started")
                .register(metrics);
        this.encode = timer("lookalike.request.encode", "Decoding and encoding the query picture")
                .register(metrics);
    }

    /** The replies to a batch, and its records that are quarantined because they are no requests. */
    BatchResult of(List<Received> received, SearchBatch batch, MetadataSnapshot metadata) {
        List<ProducerRecord<byte[], byte[]>> replies = new ArrayList<>(received.size());
        List<Refusal> refusals = new ArrayList<>();
        for (Received each : received) {
            if (each instanceof Received.Unreadable unreadable) {
                refusals.add(unreadable.refusal());
                unreadable.replyTo().ifPresent(address -> replies.add(unreadable(address, unreadable.reply())));
            }
        }
        batch.requests().forEach(request -> replies.add(reply(request, metadata)));
        return new BatchResult(replies, refusals);
    }

    private ProducerRecord<byte[], byte[]> reply(Progress progress, MetadataSnapshot metadata) {
        Envelope envelope = progress.envelope();
        Duration took = Duration.ofNanos(System.nanoTime() - envelope.startedNanos());
        SearchReply.Builder reply = SearchReply.newBuilder().setRequestId(envelope.requestId());
        Duration search = Duration.ZERO;
        if (progress.failure().isPresent()) {
            reply.setError(error(progress.failure().get()));
        } else {
            Request request = progress.request().orElseThrow();
            reply.setSpace(request.space().id())
                    .setInsteadOf(metadata.insteadOf(request))
                    .setFilling(metadata.isFilling(request.space()));
            search = fill(reply, progress.answers(), request.space(), metadata);
        }
        count(progress.failure().map(failure -> failure.code().name()).orElse(OK), envelope.spaceId());
        time(envelope, progress, search, took);
        return records.of(
                envelope.replyTo(),
                reply.setTimings(timings(envelope.queued(), progress.encodeTime(), search, took))
                        .build());
    }

    /** Gives the time spent waiting for the vector store. */
    private static Duration fill(
            SearchReply.Builder reply, List<Answer> answers, Space space, MetadataSnapshot metadata) {
        Duration search = Duration.ZERO;
        for (Answer answer : answers) {
            if (answer instanceof Answer.SimilarHits similar) {
                reply.setHits(hits(similar.hits(), space, metadata));
                reply.setExpanded(similar.expanded());
                search = similar.took();
            } else if (answer instanceof Answer.Recognised recognised) {
                reply.setVerdict(recognised.verdict());
            } else if (answer instanceof Answer.Placed placed) {
                reply.setPlace(placed.place().orElse(null));
            } else if (answer instanceof Answer.Audited audited) {
                reply.setClusterAnswer(audited.cluster());
                reply.setHits(hits(audited.images(), space, metadata));
                search = audited.took();
            }
        }
        return search;
    }

    private void time(Envelope envelope, Progress progress, Duration search, Duration took) {
        queued.record(envelope.queued());
        timer(TOTAL, "From the start of processing until the reply")
                .tag(SPACE_TAG, envelope.spaceId())
                .register(metrics)
                .record(took);
        if (!progress.encodeTime().isZero()) {
            encode.record(progress.encodeTime());
        }
        if (progress.failure().isEmpty()) {
            timer(SEARCH, "Waiting for the vector store")
                    .tag(SPACE_TAG, envelope.spaceId())
                    .register(metrics)
                    .record(search);
        }
    }

    /** The answer to a record that could not be read. */
    private ProducerRecord<byte[], byte[]> unreadable(ReplyAddress address, Failure failure) {
        count(failure.code().name(), Envelope.NO_SPACE);
        SearchReply reply = SearchReply.newBuilder()
                .setRequestId("")
                .setError(error(failure))
                .setTimings(timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .build();
        return records.of(address, reply);
    }

    private void count(String outcome, String space) {
        metrics.counter(REQUESTS, "outcome", outcome, SPACE_TAG, space).increment();
    }

    private static SearchError error(Failure failure) {
        return SearchError.newBuilder()
                .setCode(failure.code().name())
                .setMessage(failure.message())
                .setRetriable(failure.code().retriable())
                .build();
    }

    private static List<SearchHit> hits(List<Hit> hits, Space space, MetadataSnapshot metadata) {
        return hits.stream()
                .map(hit -> hit(hit, metadata.labelOf(space, hit.hit())))
                .toList();
    }

    private static SearchHit hit(Hit hit, Optional<AssignedLabel> label) {
        VectorHit found = hit.hit();
        return SearchHit.newBuilder()
                .setImageId(found.id())
                .setScore(found.score())
                .setUri(found.uri())
                .setSource(found.source())
                .setTime(found.time())
                .setAttributes(found.attributes())
                .setCluster(found.membership().cluster())
                .setClusterDistance(found.membership().distance())
                .setLabel(label.map(AssignedLabel::label).orElse(null))
                .setLabelBasis(label.map(AssignedLabel::basis).orElse(""))
                .setRole(hit.role())
                .setDuplicates(hit.duplicates())
                .setRotation(hit.rotation())
                .build();
    }

    private static Timings timings(Duration queued, Duration encode, Duration search, Duration total) {
        return Timings.newBuilder()
                .setQueuedMs(milliseconds(queued))
                .setEncodeMs(milliseconds(encode))
                .setSearchMs(milliseconds(search))
                .setTotalMs(milliseconds(total))
                .build();
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).publishPercentileHistogram();
    }
}
