package org.lookalike.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void noDefectOfAnImageIsWorthARetry() {
        assertThat(ErrorCode.values())
                .filteredOn(code -> code.name().startsWith("IMAGE_"))
                .isNotEmpty()
                .noneMatch(ErrorCode::retriable);
    }

    @Test
    void whatPassesByItselfIsWorthARetry() {
        assertThat(Arrays.stream(ErrorCode.values()).filter(ErrorCode::retriable))
                .containsExactly(
                        ErrorCode.UPLOAD_TOO_SLOW,
                        ErrorCode.SPACE_NOT_READY,
                        ErrorCode.DEADLINE_EXCEEDED,
                        ErrorCode.OVERLOADED,
                        ErrorCode.TOO_MANY_REQUESTS,
                        ErrorCode.STORE_UNAVAILABLE);
    }
}
