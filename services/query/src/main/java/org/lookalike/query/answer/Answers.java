package org.lookalike.query.answer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.SearchError;
import org.lookalike.events.SearchHit;
import org.lookalike.events.SearchReply;
import org.lookalike.events.Timings;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.query.reply.ReplyAddress;
import org.lookalike.query.reply.ReplyRecords;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorHit;

/** Turns what became of each request into its reply, and counts it. Thread-safe. */
public final class Answers {
    static final String REQUESTS = "lookalike.requests";
    static final String SEARCH = "lookalike.request.search";
    static final String TOTAL = "lookalike.request.total";
    static final String SPACE_TAG = "space";
    /** Stands in the tag where no space was chosen. */
    static final String NO_SPACE = "none";

    private static final String OK = "OK";

    private final ReplyRecords records;
    private final MeterRegistry metrics;
    private final Timer queued;
    private final Timer encode;

    public Answers(ReplyRecords records, MeterRegistry metrics) {
        this.records = records;
        this.metrics = metrics;
        this.queued = timer("lookalike.request.queued", "From a request's timestamp until it was taken up")
                .register(metrics);
        this.encode = timer("lookalike.request.encode", "Decoding and encoding the query picture")
                .register(metrics);
    }

    ProducerRecord<byte[], byte[]> of(Pending pending, Knowledge knowledge) {
        Duration took = pending.totalTime();
        Pending.Failure failure = pending.failure();
        String space = pending.boundTo().map(Space::id).orElse(NO_SPACE);
        count(failure == null ? OK : failure.code().name(), space);
        queued.record(pending.queued());
        timer(TOTAL, "From taking a request up until its reply")
                .tag(SPACE_TAG, space)
                .register(metrics)
                .record(took);
        if (!pending.encodeTime().isZero()) {
            encode.record(pending.encodeTime());
        }
        if (pending.isSearched()) {
            timer(SEARCH, "Waiting for the vector store")
                    .tag(SPACE_TAG, space)
                    .register(metrics)
                    .record(pending.searchTime());
        }
        String id = pending.request().getRequestId();
        SearchReply reply = SearchReply.newBuilder()
                .setRequestId(id.substring(0, Math.min(id.length(), RequestRules.MAX_REQUEST_ID_LENGTH)))
                .setError(failure == null ? null : error(failure.code(), failure.message()))
                .setHits(pending.hits().stream()
                        .map(hit -> hit(hit, knowledge.naming(pending.space(), hit.hit())))
                        .toList())
                .setPlace(pending.place().orElse(null))
                .setVerdict(pending.verdict().orElse(null))
                .setClusterAnswer(pending.clusterAnswer().orElse(null))
                .setSpace(pending.isSearched() ? pending.space().id() : "")
                .setTimings(timings(pending.queued(), pending.encodeTime(), pending.searchTime(), took))
                .build();
        return records.of(pending.address(), reply);
    }

    /** The answer to a record that could not be read. */
    ProducerRecord<byte[], byte[]> unreadable(ReplyAddress address, PermanentFailure refusal) {
        count(refusal.code().name(), NO_SPACE);
        SearchReply reply = SearchReply.newBuilder()
                .setRequestId("")
                .setError(error(refusal.code(), String.valueOf(refusal.getMessage())))
                .setTimings(timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .build();
        return records.of(address, reply);
    }

    private void count(String outcome, String space) {
        metrics.counter(REQUESTS, "outcome", outcome, SPACE_TAG, space).increment();
    }

    private static SearchError error(ErrorCode code, String message) {
        return SearchError.newBuilder()
                .setCode(code.name())
                .setMessage(message)
                .setRetriable(code.retriable())
                .build();
    }

    private static SearchHit hit(Hit hit, Optional<Knowledge.Naming> naming) {
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
                .setLabel(naming.map(Knowledge.Naming::label).orElse(null))
                .setLabelBasis(naming.map(Knowledge.Naming::basis).orElse(""))
                .setRole(hit.role())
                .setDuplicates(hit.duplicates())
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
