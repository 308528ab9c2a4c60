package org.lookalike.explorer.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.explorer.web.ExplorerServer.Route;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.testkit.log.ExpectedLogs;

/** Who may ask what, and what is answered; requests are written by hand, as attackers write them. */
@ExpectedLogs({"Outage outage", "ExplorerServer a request failed because of a defect"})
final class ExplorerServerTest {
    private static final String TOKEN = "0123456789abcdef-token";

    private ExplorerServer server;
    private URI address;

    private record Answer(int status, String head, String body) {
        String header(String name) {
            Matcher line = Pattern.compile("(?im)^" + name + ": (.*)$").matcher(head);
            return line.find() ? line.group(1).strip() : "";
        }

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(body);
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void servesThePageWithAStrictPolicyThatAllowsItsOwnImportMapAlone() throws Exception {
        serve();

        Answer page = get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                .contains(
                        "style-src 'self'",
                        "img-src 'self' data: blob:",
                        "connect-src 'self'",
                        "frame-ancestors 'none'",
                        "base-uri 'none'",
                        "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        Matcher map =
                Pattern.compile("<script type=\"importmap\">(.*?)</script>").matcher(page.body());
        assertThat(map.find()).isTrue();
        Matcher paths = Pattern.compile("\"(/[^\"]+)\"").matcher(map.group(1));
        while (paths.find()) {
            assertThat(get(paths.group(1)).status()).as(paths.group(1)).isEqualTo(200);
        }
    }

    @Test
    void filesOfThePageAreAskedForAgainByTheirTag() throws Exception {
        serve();
        String tag = get("/style.css").header("ETag");

        Answer again = send("GET /style.css HTTP/1.1", "Host: " + address.getAuthority(), "If-None-Match: " + tag);

        assertThat(again.status()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/lib/../openapi.yaml",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/lib/%2e%2e%2fopenapi.yaml",
                "/org/lookalike/explorer/page/app.js",
                "/META-INF/resources/webjars/preact/10.28.0/package.json",
                "/app.js/..;/secret",
                "/v1/nothing"
            })
    void noAddressNamesAnotherFile(String path) throws Exception {
        serve();

        assertThat(get(path).status()).isBetween(400, 404);
    }

    @Test
    void failuresAreProblemsWithCodes() throws Exception {
        serve();

        assertProblem(get("/v1/refused"), 400, "INVALID_FIELD");
        assertProblem(get("/v1/away"), 503, "STORE_UNAVAILABLE");
        Answer defect = get("/v1/defect");
        assertProblem(defect, 500, "INTERNAL");
        assertThat(defect.body()).doesNotContain("secret detail", "IllegalState");
        assertProblem(get("/v1/nothing"), 404, "NOT_FOUND");
    }

    @Test
    void refusesRequestsForOtherNames() throws Exception {
        serve();

        Answer rebound = send("GET /v1/fine HTTP/1.1", "Host: evil.example");

        assertProblem(rebound, 403, "NOT_ALLOWED");
        assertThat(send("GET /v1/fine HTTP/1.1", "Host: localhost:" + address.getPort())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site: cross-site, 403",
        "Sec-Fetch-Site: same-site, 403",
        "Sec-Fetch-Site: same-origin, 200",
        "Origin: http://evil.example, 403",
        "Origin: null, 403",
        "Origin: http://HOST, 200",
        "X-None: 1, 200"
    })
    void takesChangesFromItsOwnPageAndFromPrograms(String header, int status) throws Exception {
        serve();

        Answer answer = post("/v1/change", "application/json", "{}", header.replace("HOST", address.getAuthority()));

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void readsNothingForOtherPagesButLetsPeopleFollowLinks() throws Exception {
        serve();
        String host = "Host: " + address.getAuthority();

        assertThat(send("GET /v1/fine HTTP/1.1", host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")
                        .status())
                .isEqualTo(403);
        assertThat(send("GET / HTTP/1.1", host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void takesNoBodyThatAFormCouldSend(String type) throws Exception {
        serve();

        assertProblem(post("/v1/change", type, "{}", "X-None: 1"), 400, "INVALID_FIELD");
    }

    @Test
    void whereThereIsATokenNothingIsToldWithoutIt() throws Exception {
        serve("--explorer.token=" + TOKEN);
        String host = "Host: " + address.getAuthority();

        assertProblem(get("/v1/fine"), 401, "NOT_ALLOWED");
        assertProblem(
                send("GET /v1/fine HTTP/1.1", host, "Authorization: Bearer 0123456789abcdef-wrong"),
                401,
                "NOT_ALLOWED");
        assertThat(send("GET /v1/fine HTTP/1.1", host, "Authorization: Bearer " + TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(get("/").status()).as("the page itself, which asks for it").isEqualTo(200);
    }

    @Test
    void aBrowserShowsTheTokenOnceAndKeepsACookieThatIsNotTheToken() throws Exception {
        serve("--explorer.token=" + TOKEN);

        assertProblem(
                post("/v1/session", "application/json", "{\"token\": \"guess-guess-guess\"}", "X-None: 1"),
                401,
                "NOT_ALLOWED");
        Answer shown = post("/v1/session", "application/json", "{\"token\": \"" + TOKEN + "\"}", "X-None: 1");
        assertThat(shown.status()).isEqualTo(204);
        String cookie = shown.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
        assertThat(send(
                                "GET /v1/fine HTTP/1.1",
                                "Host: " + address.getAuthority(),
                                "Cookie: " + cookie.split(";", 2)[0])
                        .status())
                .isEqualTo(200);
    }

    @Test
    void oneClientCannotAskWithoutEnd() throws Exception {
        serve("--explorer.rate=1");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            statuses.add(get("/v1/fine").status());
        }

        assertThat(statuses).startsWith(200, 200, 200, 200, 200).contains(429);
    }

    @Test
    void changesAreRarerThanLooks() throws Exception {
        serve("--explorer.upload-rate=1");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            statuses.add(
                    post("/v1/change", "application/json", "{}", "X-None: 1").status());
        }

        assertThat(statuses).contains(429);
        assertThat(get("/v1/fine").status()).isEqualTo(200);
    }

    @Test
    void whatIsShownOfPicturesIsNeverTakenForAPage() throws Exception {
        serve();

        Answer answer = get("/v1/fine");

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.head()).doesNotContainIgnoringCase("\nserver:");
    }

    private void serve(String... flags) {
        List<String> all = new ArrayList<>(List.of("--explorer.port=0"));
        all.addAll(List.of(flags));
        server = new ExplorerServer(
                WebConfigTest.read(all.toArray(String[]::new)),
                List.of(
                        new Route(HandlerType.GET, "/v1/fine", context -> context.result("fine")),
                        new Route(HandlerType.POST, "/v1/change", context -> context.result("changed")),
                        new Route(HandlerType.GET, "/v1/refused", context -> {
                            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "k is -1");
                        }),
                        new Route(HandlerType.GET, "/v1/away", context -> {
                            throw new TransientFailure("secret detail");
                        }),
                        new Route(HandlerType.GET, "/v1/defect", context -> {
                            throw new IllegalStateException("secret detail");
                        })),
                "openapi: 3.0.3\n".getBytes(StandardCharsets.UTF_8),
                new SimpleMeterRegistry());
        server.start();
        address = server.address().join();
    }

    private Answer get(String path) throws IOException {
        return send("GET %s HTTP/1.1".formatted(path), "Host: " + address.getAuthority());
    }

    private Answer post(String path, String type, String body, String header) throws IOException {
        return send(
                "POST %s HTTP/1.1".formatted(path),
                "Host: " + address.getAuthority(),
                "Content-Type: " + type,
                "Content-Length: " + body.length(),
                header,
                "",
                body);
    }

    private Answer send(String... lines) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            List<String> all = new ArrayList<>(List.of(lines));
            all.add(1, "Connection: close");
            boolean hasBody = all.contains("");
            String request = String.join("\r\n", all) + (hasBody ? "" : "\r\n\r\n");
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(bytes);
            String answer = bytes.toString(StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            String head = answer.substring(0, end).replace("\r\n", "\n");
            return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, answer.substring(end + 4));
        }
    }

    private static void assertProblem(Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
    }
}
