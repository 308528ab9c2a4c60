package org.lookalike.bench.system;

import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.lookalike.bench.vectors.SyntheticVectors;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;

/** A benchmark's own clients of a system under test. Used by one thread. */
public final class SystemClients implements AutoCloseable {
    /** What the names of the sink's groups begin with in every system under test. */
    static final String SINK_GROUP = "sink";

    private final OwnedResources resources = new OwnedResources();
    private final KafkaConfig kafka;
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final SpaceRecords spaceRecords;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;

    /** @param kafka a running broker and registry */
    public SystemClients(KafkaConfig kafka) {
        this.kafka = kafka;
        clients = new KafkaClients(kafka);
        codec = resources.own(new AvroCodec(kafka.registryUrl(), kafka.autoRegisterSchemas()));
        spaceRecords = new SpaceRecords(codec, InstantSource.system());
        admin = resources.own(clients.admin("bench"));
        producer = resources.own(clients.producer("bench"));
    }

    /** Where the broker and the registry are. */
    public KafkaConfig kafka() {
        return kafka;
    }

    /** Makes more of them. */
    public KafkaClients clients() {
        return clients;
    }

    /** The codec. */
    public AvroCodec codec() {
        return codec;
    }

    /** The admin client. */
    public Admin admin() {
        return admin;
    }

    /** Sends a record and does not wait. */
    public Future<RecordMetadata> begin(ProducerRecord<byte[], byte[]> record) {
        return producer.send(record);
    }

    /** Sends a record and waits for its acknowledgement. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        try {
            begin(record).get();
        } catch (ExecutionException e) {
            throw new BenchFailure("the broker refuses a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /** Waits until everything that was begun is sent. */
    public void flush() {
        producer.flush();
    }

    /** Publishes synthetic vectors, from the first on. */
    public void sendVectors(SyntheticVectors vectors, int count, String encoderId) {
        Records records = new Records(codec);
        for (int number = 0; number < count; number++) {
            // What cannot be sent is missed at the end.
            var unused =
                    begin(records.of(Topics.VECTORS, SyntheticVectors.id(number), vectors.event(number, encoderId)));
        }
        flush();
    }

    /** Announces a space, whose generation is built from then on. */
    public void define(Space space) {
        send(spaceRecords.of(space));
    }

    /** Makes a space the one that answers. */
    public void activate(Space space) {
        send(spaceRecords.of(
                new Activation(space.id(), "bench", "", InstantSource.system().instant())));
    }

    /** Has a space's collection dropped. */
    public void drop(Space space) {
        send(spaceRecords.of(Generation.dropped(
                space.id(), "measured", InstantSource.system().instant())));
    }

    /** The spaces as the topic has them now. */
    public Spaces spaces() {
        return SpaceFeed.read(clients, codec);
    }

    /** A space as the topic has it: its collection's name tells its incarnation. */
    public Space current(Space announced) {
        return spaces().find(announced.id()).orElse(announced);
    }

    /** Whether the sink has written everything that is on the space's topic. */
    public boolean isFilled(Space space) {
        return GenerationProgress.of(admin, space, SINK_GROUP).remaining() == 0;
    }

    @Override
    public void close() {
        resources.close();
    }
}
