package org.lookalike.standalone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lookalike.cli.indexing.ImagePublisher;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.simulation.InboxImages;
import org.lookalike.simulation.InspectionLine;
import org.lookalike.simulation.SimulatedImage;

/** Publishes images of the synthetic inspection line on the inbox. */
public final class SimulationPublisher implements ImagePublisher {
    private final KafkaClients clients;
    private final InspectionLine line;
    private final int count;
    private final Map<String, String> parts = new TreeMap<>();

    public SimulationPublisher(KafkaClients clients, InspectionLine line, int count) {
        this.clients = clients;
        this.line = line;
        this.count = count;
    }

    @Override
    public long total() {
        return count;
    }

    /** Which part each published image shows, by image id. */
    public Map<String, String> parts() {
        return parts;
    }

    @Override
    public void publish(AvroCodec codec, Listener listener) throws InterruptedException {
        List<RecordSender.Pending> sends = new ArrayList<>();
        try (var producer = clients.producer("lookalike-demo")) {
            RecordSender sender = new RecordSender(producer);
            for (int number = 0; number < count; number++) {
                SimulatedImage image = line.image(number);
                sends.add(sender.begin(InboxImages.record(image)));
                parts.put(image.id(), image.part());
                listener.published(image.id());
            }
            for (RecordSender.Pending send : sends) {
                send.await(RecordSender.TIMEOUT);
            }
        }
    }

    @Override
    public void close() {}
}
