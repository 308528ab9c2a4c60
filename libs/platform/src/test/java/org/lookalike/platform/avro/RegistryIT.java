package org.lookalike.platform.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Topics;

/** One registry for a story of several chapters, for its start is slow. */
class RegistryIT {
    @TempDir
    private Path data;

    /** All but the inbox, which carries plain images. */
    private static final int AVRO_TOPICS = Topics.all().size() - 1;

    @Test
    void aRealRegistryKeepsTheSchemasAndTheirRule() throws Exception {
        List<SchemaRegistration.Registered> registered;
        ImageArrived event = TestEvents.arrived("a");
        byte[] bytes;
        try (EmbeddedRegistry server = EmbeddedRegistry.start(data, 0);
                SchemaRegistration registration = new SchemaRegistration(server.url());
                AvroCodec strict = new AvroCodec(server.url(), false)) {
            assertThatThrownBy(() -> strict.encode(Topics.IMAGES_ARRIVED, event))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lookalike topics --create");
            assertThat(registration.differences(Topics.all())).hasSize(AVRO_TOPICS);

            registered = registration.register(Topics.all());

            assertThat(registered).hasSize(AVRO_TOPICS);
            assertThat(registration.differences(Topics.all())).isEmpty();
            assertThat(registration.register(Topics.all())).isEqualTo(registered);
            bytes = strict.encode(Topics.IMAGES_ARRIVED, event);
            assertThat(strict.decode(Topics.IMAGES_ARRIVED, bytes)).isEqualTo(event);

            byte[] unknown = bytes.clone();
            ByteBuffer.wrap(unknown).putInt(1, 999_999);
            assertThatThrownBy(() -> strict.decode(Topics.IMAGES_ARRIVED, unknown))
                    .isInstanceOf(PermanentFailure.class);
            assertThatThrownBy(() -> strict.decode(Topics.VECTORS, bytes)).isInstanceOf(PermanentFailure.class);
            assertRefusesAnIncompatibleSchema(server.url());
        }
        try (EmbeddedRegistry server = EmbeddedRegistry.start(data, 0);
                SchemaRegistration registration = new SchemaRegistration(server.url());
                AvroCodec codec = new AvroCodec(server.url(), false)) {
            assertThat(registration.register(Topics.all())).isEqualTo(registered);
            assertThat(codec.decode(Topics.IMAGES_ARRIVED, bytes)).isEqualTo(event);
            try (AvroCodec several = new AvroCodec("http://127.0.0.1:9," + server.url(), false)) {
                assertThat(several.decode(Topics.IMAGES_ARRIVED, bytes)).isEqualTo(event);
            }
            server.kill();
            assertThatThrownBy(() -> new AvroCodec(server.url(), false).decode(Topics.IMAGES_ARRIVED, bytes))
                    .isInstanceOf(TransientFailure.class);
        }
    }

    private static void assertRefusesAnIncompatibleSchema(String url) throws Exception {
        var incompatible = SchemaBuilder.record("ImageVector")
                .namespace("org.lookalike.events")
                .fields()
                .requiredLong("imageId")
                .endRecord();
        try (var registry = RegistryClients.open(url)) {
            assertThatThrownBy(() -> registry.register("vectors-value", new AvroSchema(incompatible)))
                    .isInstanceOfSatisfying(
                            RestClientException.class,
                            answer -> assertThat(answer.getStatus()).isEqualTo(409));
        }
    }
}
