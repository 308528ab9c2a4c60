package org.lookalike.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.events.ImageArrived;
import org.lookalike.intake.fixture.AcceptorFixture;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.schemas.Sha256;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("Outage outage")
final class UploadServerTest {
    private static final String BOUNDARY = "xxBOUNDARYxx";
    private static final long MIN_RATE = 1_000;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration HEADER_TIMEOUT = Duration.ofMillis(600);
    private static final Duration PUBLISH_TIMEOUT = Duration.ofMillis(700);

    private final HttpClient client = HttpClient.newHttpClient();
    private AcceptorFixture fixture = new AcceptorFixture();
    private UploadServer server;

    @BeforeEach
    void start() {
        serve(4);
    }

    @AfterEach
    void stop() {
        server.close();
        fixture.close();
    }

    @Test
    void takesOneImageInAndSaysWhereItLies() throws Exception {
        byte[] png = TestUploads.png(1);

        HttpResponse<String> answer = send(
                "POST",
                "/images?id=a%2Fb%20%C3%BC&source=line%207&captured-at=2026-11-21T10:15:30Z&attribute.station=7&urgency=backfill",
                png);

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode json = json(answer);
        assertThat(json.path("imageId").asText()).isEqualTo("a/b ü");
        assertThat(json.path("sha256").asText()).isEqualTo(Sha256.of(png));
        ImageArrived event = fixture.allArrived().get(0);
        assertThat(event.getUri()).isEqualTo(json.path("uri").asText());
        assertThat(event.getSource()).isEqualTo("line 7");
        assertThat(event.getCapturedAt()).isEqualTo(Instant.parse("2026-11-21T10:15:30Z"));
        assertThat(event.getAttributes()).isEqualTo(Map.of("station", "7"));
    }

    @Test
    void takesAnImageWithoutIdUnderItsHash() throws Exception {
        HttpResponse<String> answer = send("POST", "/images", TestUploads.png(1));

        assertThat(json(answer).path("imageId").asText()).isEqualTo(Sha256.of(TestUploads.png(1)));
        assertThat(fixture.allArrived()).extracting(ImageArrived::getSource).containsExactly("http");
    }

    @Test
    void answersOnlyAfterTheBrokerHasAcknowledged() throws Exception {
        restart(new AcceptorFixture(false, 0), 4);

        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request("POST", "/images?id=a", TestUploads.png(1)), BodyHandlers.ofString());
        await().until(() -> fixture.producer.history().size() == 1);
        assertThat(answer).isNotDone();
        fixture.producer.completeNext();

        assertThat(answer.get().statusCode()).isEqualTo(202);
    }

    @Test
    void tellsOfABrokerThatDoesNotAcknowledge() throws Exception {
        restart(new AcceptorFixture(false, 0), 4);

        HttpResponse<String> answer = send("POST", "/images?id=a", TestUploads.png(1));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void tellsOfAStoreThatIsOutAndWorksAgainAfterwards() throws Exception {
        fixture.store.setDown(true);
        HttpResponse<String> during = send("POST", "/images?id=a", TestUploads.png(1));
        fixture.store.setDown(false);
        HttpResponse<String> after = send("POST", "/images?id=a", TestUploads.png(1));

        assertThat(during.statusCode()).isEqualTo(503);
        assertThat(during.headers().firstValue("Retry-After")).isPresent();
        assertThat(json(during).path("code").asText()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(after.statusCode()).isEqualTo(202);
    }

    @Test
    void refusesEachKindWithItsCode() throws Exception {
        assertRefused(TestUploads.text(), 415, "IMAGE_IS_TEXT");
        assertRefused(TestUploads.archive(), 415, "IMAGE_IS_ARCHIVE");
        assertRefused(TestUploads.random(), 415, "IMAGE_UNKNOWN_FORMAT");
        assertRefused(new byte[0], 422, "IMAGE_EMPTY");
        assertRefused(new byte[100], 422, "IMAGE_BLANK_BYTES");
        assertRefused(java.util.Arrays.copyOf(TestUploads.png(1), 20), 422, "IMAGE_TRUNCATED_HEADER");
        assertRefused(new byte[4097], 413, "IMAGE_TOO_MANY_BYTES");
        assertThat(fixture.producer.history()).isEmpty();
    }

    @Test
    void stopsReadingABodyOfUnknownLengthAtTheLimit() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/images"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[5000])))
                .build();

        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id=%20", "id=a%0Ab", "captured-at=now", "source=%20", "attribute.a%20b=1", "urgency=high"})
    void refusesFieldsThatBreakTheirRule(String query) throws Exception {
        HttpResponse<String> answer = send("POST", "/images?" + query, TestUploads.png(1));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asText()).isEqualTo("INVALID_FIELD");
    }

    @Test
    void takesManyInAndTellsOfEach() throws Exception {
        byte[] form = form(
                field("source", "line 7"),
                field("attribute.station", "7"),
                file("one.png", TestUploads.png(1)),
                file("large.png", new byte[4097]),
                file("words.jpg", TestUploads.text()),
                file("two.png", TestUploads.png(2)));

        HttpResponse<String> answer = sendForm(form);

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode parts = json(answer);
        assertThat(parts).hasSize(4);
        assertThat(parts.get(0).path("imageId").asText()).isEqualTo(Sha256.of(TestUploads.png(1)));
        assertThat(parts.get(1).path("code").asText()).isEqualTo("IMAGE_TOO_MANY_BYTES");
        assertThat(parts.get(2).path("code").asText()).isEqualTo("IMAGE_IS_TEXT");
        assertThat(parts.get(2).path("name").asText()).isEqualTo("words.jpg");
        assertThat(parts.get(3).path("sha256").asText()).isEqualTo(Sha256.of(TestUploads.png(2)));
        assertThat(fixture.allArrived()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getSource()).isEqualTo("line 7");
            assertThat(event.getAttributes()).isEqualTo(Map.of("station", "7"));
        });
    }

    @Test
    void takesTheFieldsOfABatchFromTheQueryUnlessTheFormHasThem() throws Exception {
        byte[] form = form(field("source", "line 8"), file("one.png", TestUploads.png(1)));

        HttpResponse<String> answer = sendForm(
                "/images/batch?source=line%207&id=a&attribute.station=7&captured-at=2026-11-21T11:15:30+0100", form);

        assertThat(answer.statusCode()).isEqualTo(202);
        ImageArrived event = fixture.allArrived().get(0);
        assertThat(event.getImageId()).isEqualTo("a");
        assertThat(event.getSource()).isEqualTo("line 8");
        assertThat(event.getAttributes()).isEqualTo(Map.of("station", "7"));
        assertThat(event.getCapturedAt()).isEqualTo(Instant.parse("2026-11-21T10:15:30Z"));
    }

    @Test
    void refusesOneIdForSeveralPictures() throws Exception {
        byte[] form = form(file("1.png", TestUploads.png(1)), file("2.png", TestUploads.png(2)));

        HttpResponse<String> answer = sendForm("/images/batch?id=a", form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("message").asText()).contains("1 ids for 2 pictures", "for each picture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/images?id=a"})
    void namesTheRightRouteForAForm(String path) throws Exception {
        HttpResponse<String> answer = sendForm(path, form(file("1.png", TestUploads.png(1))));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asText()).isEqualTo("INVALID_FIELD");
        assertThat(json(answer).path("message").asText()).contains("/images/batch");
        assertThat(fixture.producer.history()).isEmpty();
    }

    @Test
    void takesTheIdsOfABatchInOrder() throws Exception {
        HttpResponse<String> answer = sendForm(form(
                field("id", "a"),
                field("id", "b"),
                file("1.png", TestUploads.png(1)),
                file("2.png", TestUploads.png(2))));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(fixture.allArrived()).extracting(ImageArrived::getImageId).containsExactly("a", "b");
    }

    @Test
    void refusesABatchThatIsTooLargeAsAWhole() throws Exception {
        HttpResponse<String> answer = sendForm(form(file("1.png", new byte[70_000])));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void refusesABatchThatIsTooLargeAndSaysNothingOfItsLength() throws Exception {
        byte[] form = form(file("1.png", new byte[70_000]));
        HttpRequest request = HttpRequest.newBuilder(uri("/images/batch"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)))
                .build();

        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).doesNotContain("Exception");
    }

    @Test
    void refusesAFormThatBreaksOff() throws Exception {
        byte[] form = form(file("1.png", TestUploads.png(1)));

        HttpResponse<String> answer = sendForm(java.util.Arrays.copyOf(form, form.length - 30));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asText()).isEqualTo("INVALID_FIELD");
    }

    @Test
    void refusesABatchOfTooManyImages() throws Exception {
        byte[][] parts = new byte[6][];
        java.util.Arrays.fill(parts, file("1.png", TestUploads.png(1)));

        assertThat(sendForm(form(parts)).statusCode()).isEqualTo(400);
    }

    @Test
    void deletesByAnIdWithSlashes() throws Exception {
        assertThat(send("DELETE", "/images/demo/images/a%20b.jpg", null).statusCode())
                .isEqualTo(202);
        assertThat(send("DELETE", "/images/demo%2Fc.jpg", null).statusCode()).isEqualTo(202);
        assertThat(send("DELETE", "/images?id=d%2F%2Fe", null).statusCode()).isEqualTo(202);

        assertThat(fixture.producer.history())
                .allSatisfy(message -> assertThat(message.value()).isNull());
        assertThat(fixture.producer.history()).extracting(ProducerRecord::topic).containsOnly("images.arrived");
        assertThat(fixture.producer.history())
                .extracting(message -> new String(message.key(), StandardCharsets.UTF_8))
                .containsExactly("demo/images/a b.jpg", "demo/c.jpg", "d//e");
    }

    @Test
    void turnsAwayWhatItHasNoPlaceFor() throws Exception {
        restart(new AcceptorFixture(false, 0), 1);
        CompletableFuture<HttpResponse<String>> first =
                client.sendAsync(request("POST", "/images?id=a", TestUploads.png(1)), BodyHandlers.ofString());
        await().until(() -> fixture.producer.history().size() == 1);

        HttpResponse<String> second = send("POST", "/images?id=b", TestUploads.png(2));
        fixture.producer.completeNext();

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(json(second).path("code").asText()).isEqualTo("OVERLOADED");
        assertThat(first.get().statusCode()).isEqualTo(202);
    }

    @Test
    void noClientTakesTheSlotsOfTheOthers() throws Exception {
        restart(new AcceptorFixture(false, 0), 8);
        List<CompletableFuture<HttpResponse<String>>> greedy = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            greedy.add(client.sendAsync(upload("greedy", i), BodyHandlers.ofString()));
        }
        await().until(() -> fixture.producer.history().size() == 2);

        HttpResponse<String> third = client.send(upload("greedy", 2), BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> other = client.sendAsync(upload("modest", 3), BodyHandlers.ofString());
        await().until(() -> fixture.producer.history().size() == 3);
        for (int i = 0; i < 3; i++) {
            fixture.producer.completeNext();
        }

        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(json(third).path("message").asText()).contains("greedy", "limit 2");
        assertThat(other.get().statusCode()).isEqualTo(202);
        assertThat(greedy.get(0).get().statusCode()).isEqualTo(202);
    }

    private HttpRequest upload(String by, int seed) {
        return HttpRequest.newBuilder(uri("/images?id=" + seed))
                .header("X-Client", by)
                .POST(BodyPublishers.ofByteArray(TestUploads.png(seed)))
                .build();
    }

    @Test
    void aBodyThatDripsIsEndedAndItsSlotIsFree() throws Exception {
        restart(new AcceptorFixture(true, 0), 1);
        URI address = uri("/");
        try (Socket dripping = new Socket(address.getHost(), address.getPort())) {
            dripping.getOutputStream()
                    .write("POST /images?id=a HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            AtomicBoolean ended = new AtomicBoolean();
            Thread drops = new Thread(() -> drip(dripping, ended));
            drops.start();

            String answer = new String(dripping.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            ended.set(true);
            drops.join();
            assertThat(answer).isEqualTo("HTTP/1.1 408");
        }
        await().until(() -> send("POST", "/images?id=b", TestUploads.png(2)).statusCode() == 202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DELETE /images/a HTTP/1.1\r\nHost: x\r\n\r\n"})
    void aHeaderThatDripsIsEndedWhicheverRequestOfItsConnectionItBegins(String before) throws Exception {
        URI address = uri("/");
        try (Socket dripping = new Socket(address.getHost(), address.getPort())) {
            dripping.setSoTimeout((int) IDLE_TIMEOUT.toMillis());
            dripping.getOutputStream()
                    .write((before + "GET /images HTTP/1.1\r\nX-Drip: ").getBytes(StandardCharsets.US_ASCII));
            AtomicBoolean ended = new AtomicBoolean();
            Thread drops = new Thread(() -> drip(dripping, ended));
            drops.start();

            String answers = readToEnd(dripping);

            ended.set(true);
            drops.join();
            assertThat(answers.startsWith("HTTP/1.1 202")).isEqualTo(!before.isEmpty());
        }
    }

    /** A connection that waits for its next request is not ended. */
    @Test
    void aConnectionMayWaitLongerForItsNextRequest() throws Exception {
        URI address = uri("/");
        byte[] request = "DELETE /images/a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket patient = new Socket(address.getHost(), address.getPort())) {
            patient.setSoTimeout((int) HEADER_TIMEOUT.multipliedBy(3).toMillis());
            patient.getOutputStream().write(request);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> readToEnd(patient));

            patient.getOutputStream().write(request);

            assertThat(new String(patient.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 202");
        }
    }

    private static String readToEnd(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                read.append((char) next);
            }
        } catch (SocketException e) {
            // Closed by the other side while drops were on their way.
        }
        return read.toString();
    }

    private static void drip(Socket socket, AtomicBoolean ended) {
        try {
            while (!ended.get()) {
                socket.getOutputStream().write('x');
                socket.getOutputStream().flush();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (IOException e) {
            // The server has closed the connection.
            ended.set(true);
        }
    }

    private void assertRefused(byte[] bytes, int status, String code) throws Exception {
        HttpResponse<String> answer = send("POST", "/images?id=a", bytes);
        assertThat(answer.statusCode()).as(code).isEqualTo(status);
        assertThat(json(answer).path("code").asText()).isEqualTo(code);
        assertThat(json(answer).path("message").asText()).isNotBlank();
    }

    private void restart(AcceptorFixture other, int maxUploads) {
        stop();
        fixture = other;
        serve(maxUploads);
    }

    private void serve(int maxUploads) {
        HttpConfig config = new HttpConfig(
                "127.0.0.1",
                0,
                "http",
                maxUploads,
                2,
                "X-Client",
                MIN_RATE,
                IDLE_TIMEOUT,
                HEADER_TIMEOUT,
                5,
                65_536,
                PUBLISH_TIMEOUT);
        server = new UploadServer(config, AcceptorFixture.LIMITS.maxBytes(), fixture.acceptor, fixture.sender);
        server.start();
    }

    private HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
        return client.send(request(method, path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(uri(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpResponse<String> sendForm(byte[] form) throws Exception {
        return sendForm("/images/batch", form);
    }

    private HttpResponse<String> sendForm(String path, byte[] form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(server.address().join() + path);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private static byte[] form(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        out.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static byte[] field(String name, String value) {
        return ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] file(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.write(content);
        out.write("\r\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
