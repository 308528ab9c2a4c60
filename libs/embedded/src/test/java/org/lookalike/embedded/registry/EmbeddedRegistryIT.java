package org.lookalike.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedRegistryIT {

    private static final String EMPTY = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":[]}";
    private static final String INCOMPATIBLE =
            EMPTY.replace("[]", "[{\\\"name\\\":\\\"added\\\",\\\"type\\\":\\\"int\\\"}]");

    @TempDir
    Path folder;

    @Test
    void keepsSchemaIdsWhenKilledAndStartedElsewhere() throws Exception {
        String id;
        try (EmbeddedRegistry first = EmbeddedRegistry.start(folder, 0)) {
            register(first, "other-value", EMPTY.replace("\"A\\", "\"B\\"));
            id = register(first, "pictures-value", EMPTY).body();
            first.kill();
        }

        try (EmbeddedRegistry second = EmbeddedRegistry.start(folder, 0)) {
            assertThat(id).startsWith("{\"id\":");
            assertThat(register(second, "pictures-value", EMPTY).body()).isEqualTo(id);
        }
    }

    @Test
    void refusesIncompatibleSchemas() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(folder, 0)) {
            assertThat(register(registry, "pictures-value", EMPTY).statusCode()).isEqualTo(200);

            assertThat(register(registry, "pictures-value", INCOMPATIBLE).statusCode())
                    .isEqualTo(409);
        }
    }

    private static HttpResponse<String> register(EmbeddedRegistry registry, String subject, String schema)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("%s/subjects/%s/versions".formatted(registry.url(), subject)))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"%s\"}".formatted(schema)))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
