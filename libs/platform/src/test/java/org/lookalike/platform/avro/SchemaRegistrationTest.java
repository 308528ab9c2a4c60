package org.lookalike.platform.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.List;
import java.util.UUID;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageArrived;
import org.lookalike.schemas.Topics;

class SchemaRegistrationTest {
    private final String registryUrl = "mock://" + UUID.randomUUID();
    private final SchemaRegistration registration = new SchemaRegistration(registryUrl);

    @Test
    void registersEveryAvroTopicUnderItsSubject() {
        assertThat(registration.register(Topics.all()))
                .extracting(SchemaRegistration.Registered::subject)
                .containsExactly(
                        "images.arrived-value",
                        "images.deletions-value",
                        "images.quarantined-value",
                        "vectors-value",
                        "spaces-value",
                        "refits-value",
                        "clusters-value",
                        "alerts-value",
                        "audits-value",
                        "labels-value",
                        "map-value",
                        "search.requests-value",
                        "search.replies-value");
    }

    @Test
    void letsServicesRunWithoutAutomaticRegistration() {
        registration.register(Topics.all());
        ImageArrived event = TestEvents.arrived("a");
        try (AvroCodec strict = new AvroCodec(registryUrl, false)) {
            assertThat(strict.decode(Topics.IMAGES_ARRIVED, strict.encode(Topics.IMAGES_ARRIVED, event)))
                    .isEqualTo(event);
        }
    }

    @Test
    void repeatingItChangesNothing() {
        List<SchemaRegistration.Registered> first = registration.register(Topics.all());
        assertThat(registration.register(Topics.all())).isEqualTo(first);
    }

    @Test
    void findsNoDifferenceAfterwards() {
        registration.register(Topics.all());
        assertThat(registration.differences(Topics.all())).isEmpty();
    }

    @Test
    void tellsWhatIsMissingWithoutWriting() {
        assertThat(registration.differences(List.of(Topics.VECTORS)))
                .containsExactly("the registry has no subject vectors-value");
        assertThat(registration.differences(List.of(Topics.VECTORS))).hasSize(1);
    }

    @Test
    void tellsOfAnIncompatibleSchema() throws Exception {
        var registry = RegistryClients.open(registryUrl);
        var other = SchemaBuilder.record("ImageVector")
                .namespace("org.lookalike.events")
                .fields()
                .requiredLong("imageId")
                .endRecord();
        registry.register("vectors-value", new AvroSchema(other));
        registry.updateCompatibility("vectors-value", "BACKWARD");

        assertThat(registration.differences(List.of(Topics.VECTORS)))
                .containsExactly("subject vectors-value has schemas that are incompatible with this version's");
    }

    @Test
    void tellsOfASubjectWithoutTheRule() throws Exception {
        registration.register(List.of(Topics.VECTORS));
        RegistryClients.open(registryUrl).updateCompatibility("vectors-value", "NONE");

        assertThat(registration.differences(List.of(Topics.VECTORS)))
                .containsExactly("subject vectors-value has compatibility NONE, needs BACKWARD");
    }
}
