package org.lookalike.vectorstore.milvus;

import io.milvus.shaded.io.grpc.Status;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvus.v2.exception.ErrorCode;
import io.milvus.v2.exception.MilvusClientException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;

/**
 * What the SDK throws, in the terms of {@link org.lookalike.vectorstore.VectorStore}.
 *
 * <p>Servers of different age number their errors differently: the newer code comes first here, the older one second.
 * Whatever is not known to be somebody's mistake is tried again, because a starting or overloaded server has dozens of
 * names for its state, and a repeated call is harmless. What is known to be neither a mistake nor an outage is not tried for
 * ever.
 */
final class MilvusErrors {
    private static final int COLLECTION_NOT_FOUND = 100;
    private static final int COLLECTION_NOT_FOUND_OLD = 4;
    private static final int PARAMETER_INVALID = 1_100;
    private static final int ILLEGAL_ARGUMENT_OLD = 6;
    /** Has no number of its own on 2.3. */
    private static final String UNREADABLE_FILTER = "cannot parse expression";

    /**
     * The server's codes of a state that passes, each a range of Milvus's {@code merr} package: the service is not ready,
     * out of memory, of disk or of quota; collections and partitions that are not loaded; replicas, channels, segments and
     * indices that are not there yet; nodes and the storage behind them that do not answer.
     */
    private static final int[][] PASSING = {{1, 4}, {7, 9}, {101, 103}, {201, 202}, {300, 799}, {900, 1_099}};

    /** The same by the numbers of {@code common.proto}, which servers before 2.3 sent alone. */
    private static final Set<Integer> PASSING_OLD = Set.of(2, 24, 45, 46, 48, 49, 50, 52, 53, 54, 55, 56, 57, 100);

    private MilvusErrors() {}

    static RuntimeException translate(String action, String server, RuntimeException error) {
        Status.Code status = status(error);
        if (isUnknownCollection(error)) {
            return new PermanentFailure(
                    org.lookalike.schemas.ErrorCode.SPACE_NOT_READY,
                    "%s: the collection does not exist on %s".formatted(action, server),
                    error);
        }
        if (status == Status.Code.UNAUTHENTICATED || status == Status.Code.PERMISSION_DENIED) {
            return new IllegalStateException("%s: %s refuses the configured token".formatted(action, server), error);
        }
        if (isInvalidArgument(error)) {
            return new IllegalArgumentException("%s: %s".formatted(action, error.getMessage()), error);
        }
        String reason = status == null ? String.valueOf(error.getMessage()) : status.name();
        String message = "%s: Milvus at %s does not answer as it should: %s".formatted(action, server, reason);
        return isOutage(status, error)
                ? new TransientFailure(message, error)
                : TransientFailure.unrecognized(message, error);
    }

    /** Whether no server has answered, or one that says that it cannot at present. */
    private static boolean isOutage(Status.@Nullable Code status, RuntimeException error) {
        if (!(error instanceof MilvusClientException milvus)) {
            return status != null;
        }
        int code = milvus.getServerErrCode();
        return status != null
                || milvus.getErrorCode() == ErrorCode.TIMEOUT
                || milvus.getErrorCode() == ErrorCode.RPC_ERROR
                || Arrays.stream(PASSING).anyMatch(range -> code >= range[0] && code <= range[1])
                || PASSING_OLD.contains(milvus.getLegacyServerCode());
    }

    /** Whether the way to the server is broken or blocked, as far as the client can tell. */
    static boolean isConnectionSuspect(RuntimeException error) {
        return status(error) == Status.Code.UNAVAILABLE || isLate(error);
    }

    /** Whether no answer came before the deadline. */
    static boolean isLate(RuntimeException error) {
        return status(error) == Status.Code.DEADLINE_EXCEEDED;
    }

    private static boolean isUnknownCollection(RuntimeException error) {
        return error instanceof MilvusClientException milvus
                && (milvus.getErrorCode() == ErrorCode.COLLECTION_NOT_FOUND
                        || milvus.getServerErrCode() == COLLECTION_NOT_FOUND
                        || milvus.getLegacyServerCode() == COLLECTION_NOT_FOUND_OLD);
    }

    private static boolean isInvalidArgument(RuntimeException error) {
        return error instanceof MilvusClientException milvus
                && (milvus.getErrorCode() == ErrorCode.INVALID_PARAMS
                        || milvus.getServerErrCode() == PARAMETER_INVALID
                        || milvus.getLegacyServerCode() == ILLEGAL_ARGUMENT_OLD
                        || String.valueOf(milvus.getMessage()).contains(UNREADABLE_FILTER));
    }

    private static Status.@Nullable Code status(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException grpc) {
                return grpc.getStatus().getCode();
            }
        }
        return null;
    }
}
