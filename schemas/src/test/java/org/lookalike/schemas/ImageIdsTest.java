package org.lookalike.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageIdsTest {
    @Test
    void acceptsAPublishersOwnId() {
        assertThat(ImageIds.problemWithId("line 7/Prüfling-0815.jpg")).isNull();
        assertThat(ImageIds.problemWithId("x".repeat(ImageIds.MAX_ID_LENGTH))).isNull();
    }

    @Test
    void refusesABlankId() {
        assertThat(ImageIds.problemWithId(" ")).isEqualTo("image id is blank");
    }

    @Test
    void refusesALongSourceNamingTheLimit() {
        assertThat(ImageIds.problemWithSource("x".repeat(129)))
                .isEqualTo("source '%s…' has 129 characters, limit 128".formatted("x".repeat(80)));
    }

    @Test
    void countsBytesAsTheStoreDoes() {
        assertThat(ImageIds.problemWithId("検".repeat(171))).endsWith("has 513 bytes of UTF-8, limit 512");
        assertThat(ImageIds.problemWithId("検".repeat(170))).isNull();
        assertThat(ImageIds.problemWithSource("線".repeat(128))).endsWith("has 384 bytes of UTF-8, limit 256");
    }

    @Test
    void refusesHalfOfASurrogatePair() {
        assertThat(ImageIds.problemWithId("a\ud83d")).isEqualTo("image id 'a\\ud83d' has half of a surrogate pair");
    }

    @Test
    void refusesControlCharacters() {
        assertThat(ImageIds.problemWithId("a\nb")).isEqualTo("image id 'a\\u000ab' has a control character");
    }
}
