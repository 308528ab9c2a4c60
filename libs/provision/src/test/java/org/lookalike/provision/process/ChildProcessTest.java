package org.lookalike.provision.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {

    @TempDir
    Path folder;

    @Test
    void showsTheEndOfTheLogWhenTheChildEndsEarly() {
        assertThatThrownBy(() -> ChildProcess.start(script("echo no room; exit 3"), () -> false))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("no room");
    }

    @Test
    void leavesNothingRunningWhenTheChildIsNeverReady() throws IOException {
        Launch slow = new Launch(
                "slow",
                List.of("/bin/sh", "-c", "echo $$ > pid; sleep 300"),
                folder,
                folder.resolve("log"),
                Map.of(),
                Duration.ofMillis(500),
                Duration.ofSeconds(1));

        assertThatThrownBy(() -> ChildProcess.start(slow, () -> false))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("not ready");

        assertThat(isAlive(pidIn("pid"))).isFalse();
    }

    @Test
    void pausesAndResumesTheWholeTree() throws IOException {
        Path beats = folder.resolve("beats");
        try (ChildProcess child = ChildProcess.start(
                script("(while :; do echo . >> beats; sleep 0.01; done) & wait"), () -> Files.exists(beats))) {
            child.pause();

            long paused = Files.size(beats);
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> Files.size(beats) <= paused + 1);
            assertThat(child.isAlive()).isTrue();

            child.resume();

            Awaitility.await().until(() -> Files.size(beats) > paused + 2);
        }
    }

    @Test
    void killsTheWholeTree() throws IOException {
        ChildProcess child = ChildProcess.start(
                script("trap '' TERM; sleep 300 & echo $! > grandchild; wait"),
                () -> Files.exists(folder.resolve("grandchild")));
        Awaitility.await()
                .until(() -> !Files.readString(folder.resolve("grandchild")).isBlank());

        child.kill();

        assertThat(child.isAlive()).isFalse();
        assertThat(isAlive(pidIn("grandchild"))).isFalse();
    }

    @Test
    void killsWhatDoesNotStopWhenAsked() {
        ChildProcess child = ChildProcess.start(
                script("trap '' TERM; touch ready; while :; do sleep 1; done"),
                () -> Files.exists(folder.resolve("ready")));

        child.close();

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void letsTheChildEndItself() throws IOException {
        ChildProcess child = ChildProcess.start(
                script("trap 'echo goodbye > parting; exit 0' TERM; touch ready; while :; do sleep 0.1; done"),
                () -> Files.exists(folder.resolve("ready")));

        child.close();

        assertThat(folder.resolve("parting")).hasContent("goodbye");
    }

    @Test
    void hidesTheTerminalsInterruptFromTheChild() throws IOException {
        ChildProcess child = ChildProcess.start(
                script("kill -INT $$; touch survived; exec sleep 300"), () -> Files.exists(folder.resolve("survived")));

        assertThat(child.isAlive()).isTrue();
        child.close();
    }

    /** A JVM of its own, for this one cannot be killed. */
    @Test
    void endsWithItsJvmEvenWhenThatIsKilled() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildProcessTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jvm.log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("ready")));
        long child = pidIn("pid");

        assertThat(isAlive(child)).isTrue();
        jvm.destroyForcibly().waitFor();

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !isAlive(child));
    }

    /** Starts a child and stays. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ChildProcess.start(
                new Launch(
                        "child",
                        List.of("/bin/sh", "-c", "echo $$ > pid; exec sleep 300"),
                        folder,
                        folder.resolve("log")),
                () -> Files.exists(folder.resolve("pid")));
        Files.createFile(folder.resolve("ready"));
        new java.util.concurrent.CountDownLatch(1).await();
    }

    private Launch script(String body) {
        return new Launch(
                "script",
                List.of("/bin/sh", "-c", body),
                folder,
                folder.resolve("log"),
                Map.of(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(2));
    }

    private long pidIn(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).trim());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
