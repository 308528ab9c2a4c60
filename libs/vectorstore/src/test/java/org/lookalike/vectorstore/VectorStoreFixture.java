package org.lookalike.vectorstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** Rows and collections for the tests of a store. */
abstract class VectorStoreFixture {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    static final int DIMENSIONS = 4;
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** The one store under test, open as long as this object is used. */
    protected abstract VectorStore store();

    List<String> idsOf(String collection) {
        List<String> ids = new ArrayList<>();
        store().forEachId(collection, ids::add);
        return ids;
    }

    String newCollection(int dimensions) {
        String name = newName();
        store().ensureCollection(name, dimensions);
        return name;
    }

    static String newName() {
        return "contract_%d_%d".formatted(System.nanoTime(), NUMBER.incrementAndGet());
    }

    static void assertNotReady(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SPACE_NOT_READY));
    }

    static VectorRow row(String id, int number) {
        return new VectorRow(
                id, vector(1, number, 0, 0), "s", NOON, "", hash(Character.forDigit(number % 16, 16)), Map.of());
    }

    static VectorRow row(String id, float[] vector) {
        return row(id, vector, "s", NOON, Map.of());
    }

    static VectorRow row(String id, float[] vector, String source, Instant time, Map<String, String> attributes) {
        return new VectorRow(id, vector, source, time, "file:///" + id, hash('d'), attributes);
    }

    static float[] vector(float... values) {
        return values;
    }

    static String hash(char digit) {
        return String.valueOf(digit).repeat(64);
    }
}
