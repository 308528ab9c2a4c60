package org.lookalike.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    private static final Addresses ADDRESSES = new Addresses(
            Map.of("kafka.bootstrap-servers", "127.0.0.1:9", "registry.url", "http://127.0.0.1:8/apis/v7"));

    @TempDir
    private Path state;

    @Test
    void areFoundAgainInTheStateFolder() {
        ADDRESSES.write(state);

        assertThat(Addresses.read(state)).contains(ADDRESSES);
    }

    @Test
    void areUnknownWhereNothingEverRan() {
        assertThat(Addresses.read(state)).isEmpty();
    }

    @Test
    void becomeFlagsInTheOrderOfTheirKeys() {
        assertThat(ADDRESSES.flags())
                .containsExactly("--kafka.bootstrap-servers=127.0.0.1:9", "--registry.url=http://127.0.0.1:8/apis/v7");
    }

    @Test
    void aMissingOneIsNamed() {
        assertThatThrownBy(() -> ADDRESSES.get("milvus.uri")).hasMessageContaining("milvus.uri");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9092, 9092",
        "http://127.0.0.1:8081/apis/ccompat/v7, 8081",
        "http://127.0.0.1:19530, 19530",
        "8085, 8085",
        "localhost, 0",
        "'', 0"
    })
    void aPortIsReadFromAnyKindOfAddress(String address, int port) {
        assertThat(Addresses.port(Map.of("key", address), "key")).isEqualTo(port);
    }
}
