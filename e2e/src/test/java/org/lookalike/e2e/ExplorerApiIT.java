package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.testkit.log.ExpectedLogs;

/** The explorer's HTTP API on the running system, with pictures of its own: answers have what the document says. */
@ExpectedLogs("Quarantine quarantined")
class ExplorerApiIT {
    private static final String SOURCE = "explorer api";
    private static final int PICTURES = 12;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static URI address;
    private static JsonNode document;
    private static List<String> ids;

    @BeforeAll
    static void index() throws Exception {
        SystemFixture system = SystemFixture.shared();
        SystemFixture.writeImages(folder, 77, PICTURES);
        ids = List.copyOf(new TreeSet<>(system.index(folder, SOURCE, false).indexed()));
        assertThat(ids).hasSize(PICTURES);
        address = URI.create("http://127.0.0.1:" + system.addresses().get("explorer.port"));
        document = new ObjectMapper(new YAMLFactory())
                .readTree(get("/v1/openapi.yaml").body());
        await().atMost(TIMEOUT)
                .until(() -> json(get("/v1/pictures?source=" + encoded(SOURCE)))
                                .path("total")
                                .asInt()
                        == PICTURES);
    }

    @Test
    void answersHaveWhatTheDocumentPromises() throws Exception {
        String id = encoded(ids.get(0));
        assertPromised("get", "/v1/searches", get("/v1/searches?id=" + id));
        assertPromised("get", "/v1/pictures", get("/v1/pictures?limit=3"));
        assertPromised("get", "/v1/picture", get("/v1/picture?id=" + id));
        assertPromised("get", "/v1/facets", get("/v1/facets"));
        assertPromised("get", "/v1/clusters", get("/v1/clusters"));
        assertPromised("get", "/v1/spaces", get("/v1/spaces"));
        assertPromised("get", "/v1/quarantine", get("/v1/quarantine"));
        assertPromised("get", "/v1/alerts", get("/v1/alerts"));
        assertThat(json(get("/v1/labels")).isArray()).isTrue();
        HttpResponse<byte[]> kept = post("/v1/queries", "image/png", picture(0));
        assertThat(kept.statusCode()).isEqualTo(201);
        assertPromised("post", "/v1/queries", kept);
    }

    @Test
    void findsOnlyWhatPassesTheFilters() throws Exception {
        JsonNode found = json(get("/v1/searches?k=50&id=" + encoded(ids.get(0)) + "&source=" + encoded(SOURCE)));

        assertThat(texts(found.path("hits"), "id"))
                .hasSize(PICTURES - 1)
                .isSubsetOf(ids)
                .doesNotContain(ids.get(0));
        // Hits come in the order of the expanded query, their scores are those of the picture itself.
        double least = found.path("hits").path(3).path("score").asDouble() - 1e-6;
        JsonNode fewer = json(get("/v1/searches?k=50&id=%s&source=%s&min-score=%s"
                .formatted(encoded(ids.get(0)), encoded(SOURCE), least)));
        List<String> near = StreamSupport.stream(found.path("hits").spliterator(), false)
                .filter(hit -> hit.path("score").asDouble() >= least)
                .map(hit -> hit.path("id").asText())
                .toList();
        assertThat(near).hasSizeLessThan(PICTURES - 1);
        assertThat(texts(fewer.path("hits"), "id")).containsExactlyInAnyOrderElementsOf(near);
    }

    @Test
    void aPictureThatIsBroughtIsFoundAgainAlsoByAPart() throws Exception {
        String query =
                json(post("/v1/queries", "image/png", picture(3))).path("query").asText();

        JsonNode whole = json(get("/v1/searches?query=%s&source=%s".formatted(query, encoded(SOURCE))));
        JsonNode part =
                json(get("/v1/searches?query=%s&box=0.1,0.1,0.8,0.8&source=%s".formatted(query, encoded(SOURCE))));

        assertThat(whole.path("hits")).hasSize(PICTURES - 1);
        assertThat(part.path("hits").path(0).path("id").asText())
                .as("the same bytes are left out of a search by the whole, a part is found in it")
                .isEqualTo(ids.get(3));
        assertProblem(get("/v1/searches?query=" + "0".repeat(64)), 404, "UNKNOWN_IMAGE");
    }

    @Test
    void tablesAreSafeForSpreadsheets() throws Exception {
        HttpResponse<byte[]> table = get("/v1/searches?format=csv&k=3&id=" + encoded(ids.get(0)));

        assertThat(table.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(new String(table.body(), StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .first()
                .isEqualTo("rank,picture,score,source,time,label,cluster");
    }

    @Test
    void thumbnailsAreJpegsMadeAnewAndFilesAreToBeSaved() throws Exception {
        String id = encoded(ids.get(0));

        HttpResponse<byte[]> thumbnail = get("/v1/picture/thumbnail?side=96&id=" + id);

        assertThat(thumbnail.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(thumbnail.body()));
        assertThat(Math.max(image.getWidth(), image.getHeight())).isLessThanOrEqualTo(96);
        String tag = thumbnail.headers().firstValue("ETag").orElseThrow();
        assertThat(send(request("/v1/picture/thumbnail?side=96&id=" + id).header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> file = get("/v1/picture/file?id=" + id);
        assertThat(file.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"picture.png\"");
        assertThat(file.body()).isEqualTo(picture(0));
    }

    @Test
    void labelsAreSeenAtOnceAndTakenBackOnce() throws Exception {
        byte[] body = JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("label", "=odd \"label\"")
                .set("pictures", JSON.valueToTree(ids.subList(1, 3))));
        HttpResponse<byte[]> changed = post("/v1/labels", "application/json", body);
        assertPromised("post", "/v1/labels", changed);
        String filter = "/v1/pictures?label=" + encoded("=odd \"label\"");

        assertThat(texts(json(get(filter)).path("pictures"), "id"))
                .containsExactlyInAnyOrderElementsOf(ids.subList(1, 3));

        String undo = "/v1/labels/undo?undo=" + json(changed).path("undo").asText();
        assertPromised("post", "/v1/labels/undo", post(undo, "application/json", new byte[0]));
        assertThat(json(get(filter)).path("total").asInt()).isZero();
        assertProblem(post(undo, "application/json", new byte[0]), 404, "NOT_FOUND");
    }

    @Test
    void whatWasRefusedIsListed() throws Exception {
        Path broken = Files.createDirectory(folder.resolveSibling("refused-by-explorer-test"));
        try {
            Files.write(broken.resolve("text.png"), "no picture".getBytes(StandardCharsets.UTF_8));
            assertThat(SystemFixture.shared()
                            .index(broken, SOURCE + " refused", false)
                            .refused())
                    .hasSize(1);

            JsonNode refused = refusedOf(SOURCE + " refused").get(0);

            assertThat(refused.path("code").asText()).isEqualTo("IMAGE_IS_TEXT");
            assertThat(refused.path("reason").asText()).contains("text");
            assertProblem(
                    post(
                            "/v1/quarantine/replay",
                            "application/json",
                            "{\"places\": [\"0@999999999\"]}".getBytes(StandardCharsets.UTF_8)),
                    404,
                    "NOT_FOUND");
        } finally {
            Files.deleteIfExists(broken.resolve("text.png"));
            Files.deleteIfExists(broken);
        }
    }

    private static List<JsonNode> refusedOf(String source) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        json(get("/v1/quarantine")).path("refused").forEach(refused -> {
            if (refused.path("source").asText().equals(source)) {
                found.add(refused);
            }
        });
        return found;
    }

    @Test
    void spacesThatCannotAnswerAreNotActivated() throws Exception {
        byte[] nobody = "{\"space\": \"nobody\"}".getBytes(StandardCharsets.UTF_8);
        assertProblem(post("/v1/spaces/activate", "application/json", nobody), 400, "INVALID_FIELD");
        String active = "";
        for (JsonNode listed : json(get("/v1/spaces")).path("spaces")) {
            active = listed.path("space").path("active").asBoolean()
                    ? listed.path("space").path("id").asText()
                    : active;
        }
        assertThat(active).isEqualTo(json(get("/v1/facets")).path("space").asText());
    }

    @Test
    void whatCannotBeAnsweredIsAProblemWithTheReason() throws Exception {
        assertProblem(get("/v1/searches"), 400, "INVALID_FIELD");
        assertProblem(get("/v1/searches?id=nobody%20has%20this"), 404, "UNKNOWN_IMAGE");
        assertProblem(get("/v1/searches?k=0&id=" + encoded(ids.get(0))), 400, "INVALID_FIELD");
        assertProblem(get("/v1/searches?from=yesterday&id=" + encoded(ids.get(0))), 400, "INVALID_FIELD");
        assertProblem(get("/v1/picture?id=" + encoded("../../etc/passwd")), 404, "UNKNOWN_IMAGE");
        assertProblem(get("/v1/picture/file?id=" + encoded("../../etc/passwd")), 404, "UNKNOWN_IMAGE");
        assertProblem(get("/v1/picture/thumbnail?side=97&id=" + encoded(ids.get(0))), 400, "INVALID_FIELD");
        assertProblem(
                post("/v1/queries", "image/png", "no picture".getBytes(StandardCharsets.UTF_8)), 415, "IMAGE_IS_TEXT");
        assertProblem(
                post("/v1/labels", "application/json", "{\"label\": \"x\"}".getBytes(StandardCharsets.UTF_8)),
                400,
                "INVALID_FIELD");
        assertProblem(
                post("/v1/labels", "application/json", "no json".getBytes(StandardCharsets.UTF_8)),
                400,
                "INVALID_FIELD");
    }

    private static void assertPromised(String method, String path, HttpResponse<byte[]> answer) throws Exception {
        JsonNode operation = document.path("paths").path(path).path(method);
        JsonNode schema = operation
                .path("responses")
                .path(Integer.toString(answer.statusCode()))
                .path("content")
                .path("application/json")
                .path("schema");
        assertThat(schema.isMissingNode())
                .as("%s %s answers %d: %s"
                        .formatted(
                                method, path, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)))
                .isFalse();
        assertHas(resolved(schema), json(answer), path);
    }

    private static void assertHas(JsonNode schema, JsonNode value, String where) {
        Set<String> names = new TreeSet<>();
        value.fieldNames().forEachRemaining(names::add);
        Set<String> promised = new TreeSet<>();
        schema.path("required").forEach(name -> promised.add(name.asText()));
        assertThat(names).as(where).isEqualTo(promised);
        schema.path("properties").properties().forEach(property -> {
            JsonNode below = value.path(property.getKey());
            JsonNode expected = resolved(property.getValue());
            JsonNode items = resolved(expected.path("items"));
            if (below.isObject() && expected.has("required")) {
                assertHas(expected, below, where + "." + property.getKey());
            } else if (below.isArray() && !below.isEmpty() && items.has("required")) {
                assertHas(items, below.path(0), where + "." + property.getKey());
            }
        });
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
    }

    private static void assertProblem(HttpResponse<byte[]> answer, int status, String code) throws Exception {
        JsonNode problem = json(answer);
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
    }

    private static byte[] picture(int number) throws Exception {
        return Files.readAllBytes(folder.resolve("picture-%03d.png".formatted(number)));
    }

    private static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.path(field).asText()));
        return texts;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path));
    }

    private static HttpResponse<byte[]> get(String path) throws Exception {
        return send(request(path));
    }

    private static HttpResponse<byte[]> post(String path, String type, byte[] body) throws Exception {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }
}
