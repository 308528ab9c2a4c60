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
        assertThat(ImageIds.problemWithSource("x".repeat(129))).isEqualTo("source has 129 characters, limit 128");
    }

    @Test
    void refusesControlCharacters() {
        assertThat(ImageIds.problemWithId("a\nb")).isEqualTo("image id contains a control character");
    }
}
