package org.lookalike.cli.export;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.admin.labels.LabelLookup;
import org.lookalike.admin.topic.NewestRecords;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Features;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;

/**
 * Every image that a space's topic of vectors holds, placed into the space, one row each. Holds an offset for each
 * image of one partition at a time.
 */
public final class VectorExport {
    private final TopicScanner topics;
    private final AvroCodec codec;
    private final Space space;
    private final LabelLookup naming;
    private final boolean rawFeatures;

    /**
     * @param naming what the images of the space are called
     * @param rawFeatures whether rows carry the encoder's features instead of the space's coordinates
     */
    public VectorExport(TopicScanner topics, AvroCodec codec, Space space, LabelLookup naming, boolean rawFeatures) {
        this.topics = topics;
        this.codec = codec;
        this.space = space;
        this.naming = naming;
        this.rawFeatures = rawFeatures;
    }

    /**
     * What became of the images.
     *
     * @param written rows
     * @param otherEncoder images whose features another encoder made
     * @param unusable images whose records cannot be read or placed
     * @param changed images that were changed or deleted while they were being read, and are left out
     */
    public record Outcome(long written, long otherEncoder, long unusable, long changed) {}

    /** The columns of a row. */
    public List<Column> columns() {
        return List.of(
                new Column("image_id", ColumnType.TEXT),
                new Column("uri", ColumnType.TEXT),
                new Column("source", ColumnType.TEXT),
                new Column("captured_at", ColumnType.INSTANT),
                new Column("arrived_at", ColumnType.INSTANT),
                new Column("attributes", ColumnType.ATTRIBUTES),
                new Column("width", ColumnType.INTEGER),
                new Column("height", ColumnType.INTEGER),
                new Column("sha256", ColumnType.TEXT),
                new Column("space", ColumnType.TEXT),
                new Column("cluster", ColumnType.TEXT),
                new Column("cluster_distance", ColumnType.FLOAT),
                new Column("label", ColumnType.TEXT),
                new Column(rawFeatures ? "features" : "vector", ColumnType.FLOATS));
    }

    /**
     * Writes every row.
     *
     * @param problems called with one sentence for each record that cannot be used
     * @throws IllegalArgumentException if the topic does not exist
     */
    public Outcome run(TableFile table, Consumer<String> problems) {
        Topic<ImageVector> topic = Topics.vectors(space.vectorsTopic());
        int partitions = topics.partitions(topic);
        if (partitions == 0) {
            throw new IllegalArgumentException("topic %s does not exist".formatted(topic.name()));
        }
        Rows rows = new Rows(topic, table, problems);
        long changed = 0;
        for (int partition = 0; partition < partitions; partition++) {
            changed += topics.partition(topic, partition, scan -> NewestRecords.forEach(scan::forEach, rows));
        }
        return new Outcome(table.rows(), rows.otherEncoder, rows.unusable, changed);
    }

    private final class Rows implements Consumer<ConsumerRecord<byte[], byte[]>> {
        private final Topic<ImageVector> topic;
        private final TableFile table;
        private final Consumer<String> problems;
        private long otherEncoder;
        private long unusable;

        private Rows(Topic<ImageVector> topic, TableFile table, Consumer<String> problems) {
            this.topic = topic;
            this.table = table;
            this.problems = problems;
        }

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            try {
                ImageVector event = codec.decode(topic, record.value());
                if (event.getEncoderId().equals(space.encoderId())) {
                    float[] features = Features.of(event);
                    write(event, features, space.place(features));
                } else {
                    otherEncoder++;
                }
            } catch (PermanentFailure | IllegalArgumentException e) {
                unusable++;
                problems.accept("%s-%d@%d is left out: %s"
                        .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()));
            }
        }

        private void write(ImageVector event, float[] features, Placement placement) {
            boolean hasCluster = !placement.cluster().isEmpty();
            table.row(
                    event.getImageId(),
                    event.getUri(),
                    event.getSource(),
                    event.getCapturedAt(),
                    event.getArrivedAt(),
                    event.getAttributes(),
                    event.getWidth(),
                    event.getHeight(),
                    event.getSha256(),
                    space.id(),
                    hasCluster ? placement.cluster() : null,
                    hasCluster ? (Float) placement.clusterDistance() : null,
                    naming.ofImage(event.getImageId(), placement.cluster()),
                    rawFeatures ? features : placement.vector());
        }
    }
}
