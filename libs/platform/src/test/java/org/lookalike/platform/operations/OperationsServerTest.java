package org.lookalike.platform.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsServerTest {
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Health health = new Health();
    private final OperationsServer server = new OperationsServer("127.0.0.1", 0, metrics, health);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesTheMetricsAsPrometheusReadsThem() throws Exception {
        metrics.counter("lookalike.records", "loop", "sink").increment(3);
        assertThat(get("/metrics").body()).contains("lookalike_records_total{loop=\"sink\"} 3.0");
    }

    @Test
    void isAliveBeforeItIsReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void saysWhatKeepsItFromItsWork() throws Exception {
        health.started();
        health.degraded("sink", "milvus does not answer");

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("not ready\nsink: milvus does not answer\n");
    }

    @Test
    void isReadyOnceAllWorksAgain() throws Exception {
        health.started();
        health.degraded("sink", "milvus does not answer");
        health.recovered("sink");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAPortInUseNamingIt() {
        assertThatThrownBy(() -> new OperationsServer("127.0.0.1", server.port(), metrics, health))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
