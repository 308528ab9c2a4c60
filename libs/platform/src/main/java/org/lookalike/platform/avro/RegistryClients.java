package org.lookalike.platform.avro;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.lookalike.platform.failure.RootCause;
import org.lookalike.platform.failure.TransientFailure;

/** Makes registry clients and maps their failures. */
final class RegistryClients {
    private static final int CACHED_SCHEMAS = 1_000;
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int READ_TIMEOUT_MS = 10_000;

    private RegistryClients() {}

    /** @param url the registry's base URL; several are separated by commas */
    static SchemaRegistryClient open(String url) {
        Map<String, Object> config = Map.of(
                "schema.registry.url",
                url,
                "http.connect.timeout.ms",
                CONNECT_TIMEOUT_MS,
                "http.read.timeout.ms",
                READ_TIMEOUT_MS,
                // Our callers retry; retries in here would only delay their notice of an outage.
                "max.retries",
                0);
        return SchemaRegistryClientFactory.newClient(
                List.of(url.split(",")), CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), config, Map.of());
    }

    /** An outage, unless the registry answered about schemas or about who is asking. */
    static RuntimeException failure(String what, Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RestClientException answer) {
                if (isOutage(answer)) {
                    return new TransientFailure("the schema registry is unavailable", thrown);
                }
                String hint = isUnknown(answer) ? "; register the schemas with: lookalike topics --create" : "";
                return new IllegalStateException("%s: %s%s".formatted(what, answer.getMessage(), hint), thrown);
            }
            if (cause instanceof IOException) {
                return new TransientFailure("the schema registry does not answer", thrown);
            }
        }
        return new IllegalStateException(what + ": " + RootCause.of(thrown), thrown);
    }

    /** Whether the registry answered that it knows no such schema or subject. */
    static boolean isUnknown(RestClientException answer) {
        // The codes of Confluent's API. A bare 404 comes from a wrong URL or a proxy, and says nothing about schemas.
        return answer.getErrorCode() / 100 == 404;
    }

    private static boolean isOutage(RestClientException answer) {
        int status = answer.getStatus();
        return status >= 500 || status == 408 || status == 429;
    }
}
