package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lookalike.cli.indexing.IndexConfig;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.lifecycle.PlatformConfig;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.spaces.SinkGroup;
import org.lookalike.standalone.system.Services;
import org.lookalike.standalone.system.StandaloneConfig;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/** The settings of all services in one file: whoever reads some of them takes none of the others for a misspelling. */
class OneFileServesAllTest {
    private static final List<String> EVERY_SETTING = Settings.declaredBy(StandaloneConfig::from).stream()
            .filter(setting -> !setting.defaultText().isEmpty())
            .map(setting -> "--" + setting.key() + "=" + setting.defaultText())
            .toList();

    static Stream<ServiceDescriptor<?>> services() {
        return Services.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServicePassesOverTheOthersSections(ServiceDescriptor<?> service) {
        assertThatCode(() -> Settings.read(
                        EVERY_SETTING,
                        Map.of(),
                        settings -> List.of(PlatformConfig.from(settings), service.configure(settings))))
                .doesNotThrowAnyException();
    }

    @Test
    void aCommandPassesOverWhatItDoesNotRead() {
        List<Function<Settings, ?>> readers = List.of(
                KafkaConfig::from,
                IndexConfig::from,
                ImageStoreConfig::from,
                DecodeLimits::from,
                VectorStoreConfig::from,
                SinkGroup::prefix);

        assertThatCode(() -> readers.forEach(reader -> Settings.readPart(EVERY_SETTING, Map.of(), reader)))
                .doesNotThrowAnyException();
    }
}
