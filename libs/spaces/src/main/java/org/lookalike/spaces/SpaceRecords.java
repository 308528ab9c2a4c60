package org.lookalike.spaces;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.ClusterDefined;
import org.lookalike.events.GenerationChanged;
import org.lookalike.events.GenerationState;
import org.lookalike.events.Projection;
import org.lookalike.events.SpaceActivated;
import org.lookalike.events.SpaceDefined;
import org.lookalike.events.SpaceEvent;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

/** Converts spaces, generations and activations to records of the topic {@code spaces}, and back. Thread-safe. */
public final class SpaceRecords {
    /** The key of activations: compaction keeps the newest. */
    public static final String ACTIVE_KEY = "active";

    private static final String DEFINITION = "/definition";
    private static final String GENERATION = "/generation";

    private final AvroCodec codec;
    private final InstantSource clock;

    public SpaceRecords(AvroCodec codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /** The definition of a space. */
    public ProducerRecord<byte[], byte[]> of(Space space) {
        return record(space.id() + DEFINITION, clock.instant(), defined(space));
    }

    /** The state of its generation. */
    public ProducerRecord<byte[], byte[]> of(Generation generation) {
        return record(
                generation.spaceId() + GENERATION,
                generation.at(),
                GenerationChanged.newBuilder()
                        .setSpaceId(generation.spaceId())
                        .setState(GenerationState.valueOf(generation.state().name()))
                        .setExpected(generation.expected())
                        .setCounted(generation.counted())
                        .setMissing(generation.missing())
                        .setExtra(generation.extra())
                        .setReason(generation.reason())
                        .setIncarnation(generation.incarnation())
                        .setRebuild(generation.rebuild())
                        .build());
    }

    /** Its activation. */
    public ProducerRecord<byte[], byte[]> of(Activation activation) {
        return record(
                ACTIVE_KEY,
                activation.at(),
                SpaceActivated.newBuilder()
                        .setSpaceId(activation.spaceId())
                        .setBy(activation.by())
                        .setReason(activation.reason())
                        .setReady(List.copyOf(activation.ready()))
                        .build());
    }

    /**
     * The state after one more record.
     *
     * @param value the record's value
     * @throws PermanentFailure MALFORMED_RECORD if it cannot be read; INVALID_FIELD if it contradicts itself, for example
     *     because a definition's content does not have the hash that its id says
     * @throws org.lookalike.platform.failure.TransientFailure if the registry does not answer
     */
    public Spaces apply(Spaces spaces, byte[] value) {
        SpaceEvent event = codec.decode(Topics.SPACES, value);
        try {
            if (event.getEvent() instanceof SpaceDefined defined) {
                return spaces.with(space(defined));
            }
            if (event.getEvent() instanceof GenerationChanged changed) {
                return changed.getState() == GenerationState.UNKNOWN
                        ? spaces
                        : spaces.with(generation(changed, event.getAt()));
            }
            if (event.getEvent() instanceof SpaceActivated activated) {
                return spaces.with(new Activation(
                        activated.getSpaceId(),
                        activated.getBy(),
                        activated.getReason(),
                        event.getAt(),
                        Set.copyOf(activated.getReady())));
            }
            return spaces;
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "space event: " + e.getMessage(), e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(String key, Instant at, Object event) {
        SpaceEvent value = SpaceEvent.newBuilder().setAt(at).setEvent(event).build();
        return new ProducerRecord<>(Topics.SPACES.name(), Records.key(key), codec.encode(Topics.SPACES, value));
    }

    private static SpaceDefined defined(Space space) {
        List<ClusterDefined> clusters = new ArrayList<>();
        for (Cluster cluster : space.clusters()) {
            clusters.add(ClusterDefined.newBuilder()
                    .setClusterId(cluster.id())
                    .setCentre(Features.bytes(cluster.centre()))
                    .setSize(cluster.size())
                    .setSpread(cluster.spread())
                    .setExamples(cluster.examples())
                    .setParents(cluster.parents())
                    .build());
        }
        return SpaceDefined.newBuilder()
                .setSpaceId(space.id())
                .setEncoderId(space.encoderId())
                .setEncoderDimensions(space.encoderDimensions())
                .setVectorsTopic(space.vectorsTopic())
                .setProjection(space.projection().map(SpaceRecords::projection).orElse(null))
                .setClusters(clusters)
                .setNoveltyThreshold(space.novelty().map(Novelty::threshold).orElse(null))
                .setNoveltyRate(space.novelty().map(Novelty::rate).orElse(0.0))
                .build();
    }

    private static Projection projection(LinearProjection projection) {
        return Projection.newBuilder()
                .setDimensions(projection.dimensions())
                .setMean(Features.bytes(projection.mean()))
                .setBasis(Features.bytes(projection.basis()))
                .setDiscriminant(projection.discriminant())
                .setNeighbours(projection
                        .neighbourhood()
                        .map(Neighbourhood::neighbours)
                        .orElse(0))
                .setNeighbourShrinkage(
                        projection.neighbourhood().map(Neighbourhood::shrinkage).orElse(0.0))
                .build();
    }

    private static Space space(SpaceDefined event) {
        Space space = event.getProjection() == null
                ? Space.raw(event.getEncoderId(), event.getEncoderDimensions(), event.getVectorsTopic())
                : fitted(event, event.getProjection());
        if (!space.id().equals(event.getSpaceId()) || space.encoderDimensions() != event.getEncoderDimensions()) {
            throw new IllegalArgumentException("the content of space %s is that of space %s with %d features"
                    .formatted(event.getSpaceId(), space.id(), space.encoderDimensions()));
        }
        return space;
    }

    private static Space fitted(SpaceDefined event, Projection projection) {
        List<Cluster> clusters = new ArrayList<>();
        for (ClusterDefined cluster : event.getClusters()) {
            clusters.add(new Cluster(
                    cluster.getClusterId(),
                    Features.floats(cluster.getCentre()),
                    cluster.getSize(),
                    cluster.getSpread(),
                    cluster.getExamples(),
                    cluster.getParents()));
        }
        Float threshold = event.getNoveltyThreshold();
        LinearProjection linear = LinearProjection.of(
                Features.floats(projection.getMean()),
                Features.floats(projection.getBasis()),
                projection.getDiscriminant());
        return Space.fitted(
                event.getEncoderId(),
                event.getVectorsTopic(),
                projection.getNeighbours() == 0
                        ? linear
                        : linear.whitenedBy(
                                new Neighbourhood(projection.getNeighbours(), projection.getNeighbourShrinkage())),
                clusters,
                threshold == null ? null : new Novelty(threshold, event.getNoveltyRate()));
    }

    private static Generation generation(GenerationChanged event, Instant at) {
        return new Generation(
                event.getSpaceId(),
                Generation.State.valueOf(event.getState().name()),
                event.getExpected(),
                event.getCounted(),
                event.getMissing(),
                event.getExtra(),
                event.getReason(),
                at,
                event.getIncarnation(),
                event.getRebuild());
    }
}
