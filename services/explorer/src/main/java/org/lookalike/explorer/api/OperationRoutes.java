package org.lookalike.explorer.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.quarantine.RefusalReplay;
import org.lookalike.admin.quarantine.Refusals;
import org.lookalike.admin.spaces.AlertSummary;
import org.lookalike.admin.spaces.SpaceDecisions;
import org.lookalike.admin.spaces.SpaceHistory;
import org.lookalike.admin.spaces.SpaceListing;
import org.lookalike.admin.spaces.SpaceSummary;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.Alert;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.RefitReport;
import org.lookalike.http.RequestBody;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.schemas.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spaces, what was refused, and alerts: read from the topics at each call, and decided like the command line does. Thread-safe. */
public final class OperationRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(OperationRoutes.class);
    private static final int MOST_LISTED = 500;
    private static final int MOST_REPLAYED = 100;
    private static final long MAX_BODY = 64 << 10;
    private static final Duration READABLE_WITHIN = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SpaceTopics spaces;
    private final TopicScanner topics;
    private final AvroCodec codec;
    private final RefusalReplay replays;
    private final RecordSender sender;

    public OperationRoutes(
            SpaceTopics spaces, TopicScanner topics, AvroCodec codec, RefusalReplay replays, RecordSender sender) {
        this.spaces = spaces;
        this.topics = topics;
        this.codec = codec;
        this.replays = replays;
        this.sender = sender;
    }

    record Listed(SpaceSummary space, @Nullable String refit) {}

    record SpaceList(List<Listed> spaces) {}

    record Decision(@Nullable String space, @Nullable String reason) {}

    record Decided(String space, boolean changed) {}

    record Refused(
            String place,
            @Nullable String id,
            @Nullable String source,
            String at,
            String stage,
            String code,
            String reason,
            boolean stored) {}

    record RefusedList(List<Refused> refused, int total) {}

    record Places(@Nullable List<String> places) {}

    record Replayed(int published) {}

    record AlertList(List<AlertSummary> alerts, int total) {}

    /** Every space, the newest first, each with what its refit found. */
    public void spaces(Context context) {
        SpaceHistory history = spaces.history();
        Map<String, String> reasons = new HashMap<>();
        for (RefitReport report : spaces.refits()) {
            reasons.put(report.getSpaceId(), report.getReason());
        }
        List<SpaceSummary> summaries = new SpaceListing(
                        space -> Optional.empty(), InstantSource.system(), Duration.ZERO)
                .of(history, history.spaces().all());
        List<Listed> listed = new ArrayList<>();
        for (SpaceSummary summary : summaries) {
            listed.add(0, new Listed(summary, reasons.get(summary.id())));
        }
        context.json(new SpaceList(listed));
    }

    /** Has another space answer the searches that name none. */
    public void activate(Context context) {
        Decision decision = body(context, Decision.class, "{\"space\": id, \"reason\": text}");
        String space = decision.space();
        if (space == null || space.isEmpty()) {
            throw Parameters.invalid("the space is missing");
        }
        String reason = decision.reason() == null ? "" : decision.reason();
        try {
            boolean changed = new SpaceDecisions(spaces, InstantSource.system(), READABLE_WITHIN)
                    .activate(space, "explorer", reason);
            context.json(new Decided(space, changed));
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
    }

    /** What was refused, the newest first. */
    public void quarantine(Context context) {
        List<Refused> refused = refusals().byPlace().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, ImageQuarantined> entry) ->
                                entry.getValue().getQuarantinedAt())
                        .reversed())
                .map(entry -> refused(entry.getKey(), entry.getValue()))
                .toList();
        context.json(new RefusedList(refused.subList(0, Math.min(MOST_LISTED, refused.size())), refused.size()));
    }

    private static Refused refused(String place, ImageQuarantined event) {
        return new Refused(
                place,
                event.getImageId(),
                event.getSource(),
                event.getQuarantinedAt().toString(),
                event.getStage().toString(),
                event.getCode(),
                event.getReason(),
                event.getUri() != null);
    }

    /** Publishes refused records again, for after their cause was mended. */
    public void replay(Context context) throws InterruptedException {
        Places named = body(context, Places.class, "{\"places\": [partition@offset]}");
        List<String> places = named.places() == null ? List.of() : named.places();
        if (places.isEmpty() || places.size() > MOST_REPLAYED) {
            throw Parameters.invalid("%d places, must be 1 to %d".formatted(places.size(), MOST_REPLAYED));
        }
        Refusals refusals = refusals();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String place : places) {
            ImageQuarantined event = place == null ? null : refusals.byPlace().get(place);
            if (event == null) {
                throw new PermanentFailure(ErrorCode.NOT_FOUND, "nothing is quarantined at %s".formatted(place));
            }
            try {
                records.add(replays.of(event));
            } catch (IllegalArgumentException e) {
                throw new PermanentFailure(ErrorCode.NOT_FOUND, String.valueOf(e.getMessage()), e);
            }
        }
        sender.send(records);
        context.json(new Replayed(records.size()));
    }

    /** Alerts, the newest first. */
    public void alerts(Context context) {
        List<Alert> all = spaces.alerts();
        List<AlertSummary> newest = new ArrayList<>();
        for (int i = all.size() - 1; i >= Math.max(0, all.size() - MOST_LISTED); i--) {
            newest.add(AlertSummary.of(all.get(i)));
        }
        context.json(new AlertList(newest, all.size()));
    }

    private Refusals refusals() {
        return Refusals.read(topics, codec, problem -> LOGGER.debug("passed over: {}", problem));
    }

    private static <T> T body(Context context, Class<T> type, String form) {
        byte[] body = RequestBody.read(context.bodyInputStream(), context.req().getContentLengthLong(), MAX_BODY);
        try {
            return JSON.readValue(new String(body, StandardCharsets.UTF_8), type);
        } catch (JsonProcessingException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "the body must be JSON: " + form, e);
        }
    }
}
