package org.lookalike.bench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.lookalike.ingest.http.HttpConfig;
import org.lookalike.ingest.http.UploadServer;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;

/** Sends a request to the HTTP API: a form or a picture, and fields in the query. None may be answered by a defect. */
final class FuzzedUploads implements FuzzBody {
    private static final String BOUNDARY = "x-boundary";
    private static final List<String> FIELDS =
            List.of("id", "source", "captured-at", "urgency", "attribute.station", "other");
    private static final int MAX_FIELDS = 4;
    private static final int DEFECT = 500;

    private final HttpClient client = HttpClient.newHttpClient();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final URI address;

    FuzzedUploads() {
        HttpConfig config = Settings.read(
                        List.of("--ingest.http.port=0", "--ingest.http.max-batch-bytes=1MiB"),
                        Map.of(),
                        HttpConfig::from)
                .config();
        // It serves until the process ends.
        UploadServer server = new UploadServer(
                config,
                1 << 20,
                FuzzedInbox.acceptor(new Records(new AvroCodec("mock://fuzz-uploads", true))),
                new RecordSender(producer));
        server.start();
        address = server.address().join();
    }

    static List<byte[]> seeds(List<byte[]> pictures) {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] picture : pictures) {
            seeds.add(FuzzSeeds.joined(new byte[] {1, 1, 0, 1, 'a'}, picture));
            seeds.add(FuzzSeeds.joined(
                    new byte[] {0, 1, 1, 6},
                    "line 7".getBytes(UTF_8),
                    ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nline 8\r\n")
                            .getBytes(UTF_8),
                    ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n"
                                    + "Content-Type: image/png\r\n\r\n")
                            .getBytes(UTF_8),
                    picture,
                    ("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8)));
        }
        return seeds;
    }

    @Override
    public void run(byte[] input) throws IOException, InterruptedException {
        FuzzInput parts = new FuzzInput(input);
        boolean form = parts.next() % 2 == 0;
        StringBuilder query = new StringBuilder("?");
        for (int left = parts.next() % MAX_FIELDS; left > 0; left--) {
            String name = FIELDS.get(parts.next() % FIELDS.size());
            String value = new String(parts.part(), StandardCharsets.ISO_8859_1);
            query.append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, UTF_8))
                    .append('&');
        }
        HttpRequest request = HttpRequest.newBuilder(address.resolve((form ? "/images/batch" : "/images") + query))
                .header("Content-Type", form ? "multipart/form-data; boundary=" + BOUNDARY : "image/png")
                .POST(BodyPublishers.ofByteArray(parts.rest()))
                .build();

        HttpResponse<String> response = send(request);

        producer.clear();
        if (response.statusCode() >= DEFECT) {
            throw new IllegalStateException("answered %d: %s".formatted(response.statusCode(), response.body()));
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            // The server closes the connection of a body that it has refused without reading it; the client may learn
            // of that
            // only when it sends the next request over it.
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
