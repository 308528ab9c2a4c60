package org.lookalike.bench.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;

/** Decodes Avro records of registered schemas, as every service does with its input. */
final class FuzzedAvro implements FuzzBody {
    private final AvroCodec codec = new AvroCodec("mock://fuzz-avro", true);
    private final List<byte[]> sound = AvroSeeds.of(codec);

    /** Each is the number of a topic and a record of it. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try (AvroCodec codec = new AvroCodec("mock://fuzz-avro-seeds", true)) {
            List<byte[]> sound = AvroSeeds.of(codec);
            for (int topic = 0; topic < sound.size(); topic++) {
                byte[] record = sound.get(topic);
                byte[] body = new byte[record.length - Integer.BYTES];
                body[0] = (byte) topic;
                System.arraycopy(record, 1 + Integer.BYTES, body, 1, body.length - 1);
                seeds.add(body);
            }
        }
        return seeds;
    }

    @Override
    public void run(byte[] input) {
        FuzzInput parts = new FuzzInput(input);
        int topic = parts.next() % AvroSeeds.TOPICS.size();
        // The schema's own id, so that what follows is read by it.
        byte[] header = ByteBuffer.allocate(1 + Integer.BYTES)
                .put(sound.get(topic), 0, 1 + Integer.BYTES)
                .array();
        try {
            codec.decode(AvroSeeds.TOPICS.get(topic), FuzzSeeds.joined(header, parts.rest()));
        } catch (PermanentFailure e) {
            return;
        }
    }
}
