package org.lookalike.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class SharedDataTest {

    @Test
    @EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
    void readsTheChosenEntriesOfAnArchive() {
        var broken = SharedData.entries("demo.zip", name -> name.startsWith("demo/broken/"));

        assertThat(broken).hasSize(9);
    }
}
