package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MilvusConfigTest {
    private static final MilvusConfig CONFIG = MilvusConfig.at("http://127.0.0.1:19530");

    @Test
    void theTokenIsNotShown() {
        assertThat(CONFIG.withToken("root:geheim").toString())
                .doesNotContain("geheim")
                .contains("(secret)");
    }

    @Test
    void refusesWhatIsNoServerAddressWithoutShowingAPassword() {
        assertThatIllegalArgumentException().isThrownBy(() -> MilvusConfig.at("127.0.0.1:19530"));
        assertThatIllegalArgumentException().isThrownBy(() -> MilvusConfig.at("http://127.0.0.1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MilvusConfig.at("http://root:geheim@127.0.0.1:19530"))
                .withMessageNotContaining("geheim");
    }

    @Test
    void refusesTimeoutsOfZero() {
        Duration second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withTimeouts(second, Duration.ZERO, second))
                .withMessageContaining("callTimeout");
    }

    @Test
    void refusesLimitsBeyondTheServers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchLimits(16_385, 1 << 20, 10))
                .withMessageContaining("rows is 16385");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HnswConfig(1, 200, 128))
                .withMessageContaining("m is 1");
    }
}
