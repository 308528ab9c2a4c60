package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.shaded.io.grpc.Status;
import io.milvus.v2.exception.ErrorCode;
import io.milvus.v2.exception.MilvusClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.platform.failure.TransientFailure;

final class MilvusErrorsTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "8, 0", "101, 0", "201, 0", "500, 0", "901, 0", "1000, 0", "0, 49", "0, 56"})
    void aServerThatCannotAtPresentIsAnOutage(int code, int oldCode) {
        assertThat(translated(new MilvusClientException(ErrorCode.SERVER_ERROR, "of the server", code, oldCode)))
                .isInstanceOf(TransientFailure.class)
                .matches(failure -> !TransientFailure.isUnrecognized(failure));
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "65535, 1", "2000, 0", "1801, 0", "0, 62"})
    void anErrorThatIsNotKnownIsNoOutageForEver(int code, int oldCode) {
        assertThat(translated(new MilvusClientException(ErrorCode.SERVER_ERROR, "of the server", code, oldCode)))
                .matches(TransientFailure::isUnrecognized)
                .hasMessageContaining("of the server");
        assertThat(translated(new IllegalStateException("of the client"))).matches(TransientFailure::isUnrecognized);
    }

    @Test
    void aServerThatDoesNotAnswerIsAnOutage() {
        assertThat(translated(Status.UNAVAILABLE.asRuntimeException()))
                .isInstanceOf(TransientFailure.class)
                .matches(failure -> !TransientFailure.isUnrecognized(failure));
        assertThat(translated(
                        new MilvusClientException(ErrorCode.RPC_ERROR, Status.DEADLINE_EXCEEDED.asRuntimeException())))
                .isInstanceOf(TransientFailure.class)
                .matches(failure -> !TransientFailure.isUnrecognized(failure));
    }

    private static RuntimeException translated(RuntimeException error) {
        return MilvusErrors.translate("write rows", "milvus:19530", error);
    }
}
