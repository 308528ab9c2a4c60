package org.lookalike.refit.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.Alert;
import org.lookalike.events.ClusterChange;
import org.lookalike.events.ClusterEvent;
import org.lookalike.events.RefitReport;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.SpaceRecords;

/** Makes the records that report a fit. Thread-safe. */
public final class FitRecords {
    private final AvroCodec codec;
    private final SpaceRecords spaces;
    private final int maxBirths;

    /** @param maxBirths how many alerts about new clusters one refit may raise, at least 1 */
    public FitRecords(AvroCodec codec, SpaceRecords spaces, int maxBirths) {
        this.codec = codec;
        this.spaces = spaces;
        this.maxBirths = maxBirths;
    }

    /** The report in any case; the space, what became of its clusters and alerts about new ones if it is proposed. */
    public List<OutputRecord> of(FitResult result) {
        List<OutputRecord> records = new ArrayList<>();
        RefitReport report = result.report();
        if (report.getProposed()) {
            ProducerRecord<byte[], byte[]> space = spaces.of(result.space());
            records.add(new OutputRecord(space.topic(), space.key(), space.value()));
        }
        records.add(record(Topics.REFITS, report.getSpaceId(), report));
        if (report.getProposed()) {
            report.getChanges().forEach(change -> records.add(event(report, change)));
            alerts(result, records);
        }
        return records;
    }

    private OutputRecord event(RefitReport report, ClusterChange change) {
        return record(
                Topics.CLUSTERS,
                change.getClusterId(),
                ClusterEvent.newBuilder()
                        .setSpaceId(report.getSpaceId())
                        .setPreviousSpaceId(report.getPreviousSpaceId())
                        .setAt(report.getAt())
                        .setKind(change.getKind().name())
                        .setClusterId(change.getClusterId())
                        .setRelated(change.getRelated())
                        .setShared(change.getShared())
                        .setSize(change.getSize())
                        .build());
    }

    private void alerts(FitResult result, List<OutputRecord> records) {
        List<FitResult.Birth> births = result.births();
        int raised = Math.min(maxBirths, births.size());
        for (int i = 0; i < raised; i++) {
            FitResult.Birth birth = births.get(i);
            records.add(record(
                    Topics.ALERTS,
                    birth.clusterId(),
                    Alert.newBuilder()
                            .setKind("CLUSTER_BIRTH")
                            .setAt(result.report().getWindowEnd())
                            .setSpaceId(result.space().id())
                            .setImageId(birth.imageId())
                            .setClusterId(birth.clusterId())
                            .setUri(birth.uri())
                            .setValue(birth.share())
                            .setThreshold(0)
                            .setSuppressed(i == raised - 1 ? births.size() - raised : 0)
                            .setMessage(String.format(
                                    Locale.ROOT,
                                    "Cluster %s appeared: %d pictures of the sample, %.1f %%, such as %s.",
                                    birth.clusterId(),
                                    birth.size(),
                                    birth.share() * 100,
                                    birth.imageId()))
                            .build()));
        }
    }

    private <V extends SpecificRecord> OutputRecord record(Topic<V> topic, String key, V value) {
        return new OutputRecord(topic.name(), Records.key(key), codec.encode(topic, value));
    }
}
