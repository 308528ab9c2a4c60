package org.lookalike.bench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.events.Stage;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.ingest.inbox.InboxConfig;
import org.lookalike.ingest.inbox.InboxHandler;
import org.lookalike.intake.accept.ExifDateConfig;
import org.lookalike.intake.accept.ExifDates;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;

/** Takes in a record of the inbox: key, headers, picture with its Exif metadata. What is refused must fit into a record. */
final class FuzzedInbox implements FuzzBody {
    private static final List<String> HEADERS = List.of(
            "source", "captured-at", "urgency", "attribute.station", "attribute.", "attribute.\u00e4\n", "other");
    private static final int MAX_HEADERS = 8;

    private final Records records = new Records(new AvroCodec("mock://fuzz-inbox", true));
    private final InboxHandler handler = new InboxHandler(
            Settings.read(List.of(), Map.of(), InboxConfig::from).config(), acceptor(records));
    private final Quarantine quarantine =
            new Quarantine(Stage.INGEST, records, new SimpleMeterRegistry(), Clock.systemUTC());

    static ImageAcceptor acceptor(Records records) {
        return new ImageAcceptor(
                new HeaderValidator(FuzzedPictures.limits()),
                new ExifDates(ExifDateConfig.defaults()),
                new DiscardingStore(),
                records,
                Clock.systemUTC(),
                0);
    }

    static List<byte[]> seeds(List<byte[]> pictures) {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] picture : pictures) {
            seeds.add(FuzzSeeds.joined(
                    new byte[] {2, 0, 6},
                    "line 7".getBytes(UTF_8),
                    new byte[] {1, 20},
                    "2026-11-21T10:15:30Z".getBytes(UTF_8),
                    new byte[] {1, 'a'},
                    picture));
        }
        return seeds;
    }

    @Override
    public void run(byte[] input) {
        FuzzInput parts = new FuzzInput(input);
        List<Map.Entry<String, byte[]>> headers = new ArrayList<>();
        for (int left = parts.next() % MAX_HEADERS; left > 0; left--) {
            headers.add(Map.entry(HEADERS.get(parts.next() % HEADERS.size()), parts.part()));
        }
        byte[] key = parts.part();
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(Topics.IMAGES_INBOX.name(), 0, 0, key.length == 0 ? null : key, parts.rest());
        headers.forEach(header -> record.headers().add(header.getKey(), header.getValue()));

        BatchResult result = handler.handle(List.of(record));

        if (result.outputs().size() + result.refusals().size() != 1) {
            throw new IllegalStateException("one record became " + result);
        }
        result.refusals().forEach(quarantine::record);
    }
}
