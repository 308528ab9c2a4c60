package org.lookalike.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;

/** What every image store does. */
abstract class ImageStoreContract {
    private static final String ID = "camera-7/2026 ünï #1";
    private static final byte[] FIRST = {1, 2, 3};
    private static final byte[] SECOND = {4, 5};

    final SettableClock clock = new SettableClock();
    ImageStore store;

    abstract ImageStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.delete(ID, Instant.MAX);
        store.close();
    }

    @Test
    void givesBackWhatWasPut() {
        URI uri = put(FIRST);
        assertThat(store.get(uri, 3)).isEqualTo(FIRST);
        assertThat(store.contains(uri)).isTrue();
        assertThat(uri.toString()).contains("/" + Sha256.of(ID) + "/" + Sha256.of(FIRST) + "-");
    }

    @Test
    void givesEachAcceptanceAnObjectOfItsOwn() {
        URI first = put(FIRST);
        URI second = put(FIRST);

        assertThat(store.delete(first)).isTrue();

        assertThat(store.list(ID)).containsExactly(second);
        assertThat(store.get(second, 3)).isEqualTo(FIRST);
    }

    @Test
    void deletesExactlyOneObjectAndMayRepeatIt() {
        URI first = put(FIRST);
        URI second = put(SECOND);

        assertThat(store.delete(first)).isTrue();
        assertThat(store.delete(first)).isFalse();

        assertThat(store.list(ID)).containsExactly(second);
        assertThatThrownBy(() -> store.delete(URI.create("file:///etc/passwd"))).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void listsThePartOfAPrefix() {
        URI uri = put(FIRST);
        String hash = Sha256.of(ID);

        assertThat(store.scan(hash.substring(0, 2))).singleElement().satisfies(object -> {
            assertThat(object.uri()).isEqualTo(uri);
            assertThat(object.idHash()).isEqualTo(hash);
            assertThat(object.storedAt()).isEqualTo(clock.instant().truncatedTo(ChronoUnit.SECONDS));
            assertThat(StoredObject.acceptedAt(uri.toString())).hasValue(object.storedAt());
            assertThat(object.partition(6))
                    .hasValue(BuiltInPartitioner.partitionForKey(ID.getBytes(StandardCharsets.UTF_8), 6));
        });
        assertThat(store.scan(hash.startsWith("00") ? "01" : "00")).isEmpty();
    }

    @Test
    void keepsDifferentBytesOfOneIdSideBySide() {
        URI first = put(FIRST);
        URI second = put(SECOND);
        assertThat(store.list(ID)).containsExactlyInAnyOrder(first, second);
        assertThat(store.get(first, 100)).isEqualTo(FIRST);
    }

    @Test
    void storesEmptyBytes() {
        assertThat(store.get(put(new byte[0]), 0)).isEmpty();
    }

    @Test
    void saysWhatIsMissing() {
        URI uri = put(FIRST);
        store.delete(ID, clock.instant());
        assertThat(store.contains(uri)).isFalse();
        assertThat(store.list(ID)).isEmpty();
        assertThat(codeOf(uri, 100)).isEqualTo(ErrorCode.BYTES_MISSING);
    }

    @Test
    void readsNoMoreThanTheLimit() {
        assertThat(codeOf(put(FIRST), 2)).isEqualTo(ErrorCode.IMAGE_TOO_MANY_BYTES);
    }

    @Test
    void deletesWhatWasWrittenUpToTheInstant() {
        put(FIRST);
        put(SECOND);
        assertThat(store.delete(ID, clock.instant())).isEqualTo(2);
        assertThat(store.delete(ID, clock.instant())).isZero();
    }

    @Test
    void sparesWhatWasWrittenAfterTheDeletion() {
        put(FIRST);
        Instant deletion = clock.instant().plusMillis(1);
        clock.set(deletion.plusMillis(1));
        URI anew = put(SECOND);
        assertThat(store.delete(ID, deletion)).isEqualTo(1);
        assertThat(store.list(ID)).containsExactly(anew);
    }

    @Test
    void deletesOneIdOnly() {
        URI uri = put(FIRST);
        store.delete("another", Instant.MAX);
        assertThat(store.contains(uri)).isTrue();
    }

    @Test
    void survivesPutsAndDeletionsOfOneIdAtOnce() {
        var work = IntStream.range(0, 4)
                .mapToObj(worker -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 25; i++) {
                        URI uri = put(new byte[] {(byte) worker, (byte) i});
                        assertThat(store.delete(uri)).isTrue();
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        assertThatCode(CompletableFuture.allOf(work)::join).doesNotThrowAnyException();
        assertThat(store.list(ID)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "file://host/share",
                "file:relative",
                "s3://another/ab/cd/ef",
                "http://localhost/",
                "mailto:someone@example.org",
                "s3:///x",
                "file:/"
            })
    void refusesUrisOutsideOfItself(String uri) {
        assertThat(codeOf(URI.create(uri), 100)).isEqualTo(ErrorCode.URI_NOT_ALLOWED);
        assertThatThrownBy(() -> store.contains(URI.create(uri))).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void refusesToClimbOutOfItself() {
        String uri = put(FIRST).toString();
        for (String path : new String[] {"/../x", "/..", "/%2e%2e/x", "?x=1", "x"}) {
            assertThat(codeOf(URI.create(uri + path), 100)).as(path).isEqualTo(ErrorCode.URI_NOT_ALLOWED);
        }
    }

    @Test
    void rejectsAHashOfAnotherForm() {
        assertThatThrownBy(() -> store.put(ID, "../../x", FIRST)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isHealthy() {
        assertThatCode(store::check).doesNotThrowAnyException();
    }

    URI put(byte[] bytes) {
        return store.put(ID, Sha256.of(bytes), bytes);
    }

    ErrorCode codeOf(URI uri, long maxBytes) {
        return catchThrowableOfType(PermanentFailure.class, () -> store.get(uri, maxBytes))
                .code();
    }
}
