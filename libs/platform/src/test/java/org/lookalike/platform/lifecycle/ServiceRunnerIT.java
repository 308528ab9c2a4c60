package org.lookalike.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceRunnerIT {
    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void endProcess() {
        process.destroyForcibly();
    }

    @Test
    void nonsenseEndsWithCodeTwoAndEveryProblem() throws Exception {
        run("--operations.port=-1", "--registry.url=nowhere", "--kafka.bootstrap-server=x");

        assertThat(exitCode()).isEqualTo(2);
        assertThat(output())
                .contains("3 settings cannot be used", "operations.port is '-1'", "registry.url is 'nowhere'")
                .contains("did you mean kafka.bootstrap-servers?")
                .doesNotContain("\tat ");
    }

    @Test
    void aRequestToEndIsHeededInOrder() throws Exception {
        run();
        await().atMost(Duration.ofSeconds(30)).until(() -> output().contains("started"));

        process.destroy();

        assertThat(exitCode()).isZero();
        assertThat(output()).contains("task interrupted", "resource closed").doesNotContain("ERROR");
    }

    @Test
    void aDefectEndsTheServiceWithCodeOne() throws Exception {
        run("--operations.host=0.0.0.0");
        assertThat(exitCode()).isEqualTo(1);
        assertThat(output()).contains("a defect stopped", "resource closed");
    }

    /** A service with one task that fails at once where it listens to everybody, for the test's sake. */
    public static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            boolean fails = List.of(arguments).contains("--operations.host=0.0.0.0");
            ServiceDescriptor<Boolean> service =
                    new ServiceDescriptor<>("example", settings -> fails, (failing, platform) -> {
                        platform.own(() -> System.err.println("resource closed"));
                        platform.run("task", () -> {
                            if (failing) {
                                throw new IllegalStateException("on purpose");
                            }
                            try {
                                new java.util.concurrent.CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                System.err.println("task interrupted");
                            }
                        });
                    });
            ServiceRunner.run(service, arguments);
        }
    }

    private void run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                // As a service logs, not as a test does.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }
}
