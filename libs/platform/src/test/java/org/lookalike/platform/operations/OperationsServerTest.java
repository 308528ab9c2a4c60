package org.lookalike.platform.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    void isNotAliveWhileAPartHangs() throws Exception {
        Supplier<Duration> busy = () -> Duration.ofMinutes(11);
        health.watch("sink", busy);
        HttpResponse<String> answer = get("/health/live");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("hanging\nsink: in the same call for 660 s, limit 600 s\n");

        health.unwatch("sink", busy);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void answersProbesWhileScrapesAndConnectionsHang() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch scraping = new CountDownLatch(2);
        Gauge.builder("hangs", () -> {
                    scraping.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return 1;
                })
                .register(metrics);
        List<Socket> dripping = new ArrayList<>();
        try {
            List<CompletableFuture<?>> scrapes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                scrapes.add(HttpClient.newHttpClient()
                        .sendAsync(
                                HttpRequest.newBuilder(uri("/metrics")).build(), HttpResponse.BodyHandlers.ofString()));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                socket.getOutputStream().write("GET /health/live HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                dripping.add(socket);
            }
            assertThat(scraping.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").statusCode()).isEqualTo(503);

            release.countDown();
            scrapes.forEach(CompletableFuture::join);
        } finally {
            release.countDown();
            for (Socket socket : dripping) {
                socket.close();
            }
        }
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
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri(path))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
