package org.lookalike.platform.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

class AvroCodecTest {
    private final String registryUrl = "mock://" + UUID.randomUUID();
    private final AvroCodec codec = new AvroCodec(registryUrl, true);
    private final SchemaRegistryClient registry = RegistryClients.open(registryUrl);

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void writesAZeroByteTheSchemaIdAndTheBinaryRecord() throws Exception {
        ImageArrived event = TestEvents.arrived("a");

        byte[] bytes = codec.encode(Topics.IMAGES_ARRIVED, event);

        int id = registry.getLatestSchemaMetadata("images.arrived-value").getId();
        assertThat(bytes[0]).isZero();
        assertThat(Arrays.copyOfRange(bytes, 1, 5))
                .containsExactly((byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id);
        var decoder = DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null);
        assertThat(new SpecificDatumReader<>(ImageArrived.class).read(null, decoder))
                .isEqualTo(event);
        assertThat(decoder.isEnd()).isTrue();
    }

    @Test
    void readsWhatItWrote() {
        ImageArrived event = TestEvents.arrived("a");
        assertThat(codec.decode(Topics.IMAGES_ARRIVED, codec.encode(Topics.IMAGES_ARRIVED, event)))
                .isEqualTo(event);
    }

    @Test
    void registersSchemasWithoutWhatOnlyJavaNeeds() throws Exception {
        codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        assertThat(registry.getLatestSchemaMetadata("images.arrived-value").getSchema())
                .doesNotContain("avro.java.string");
    }

    @Test
    void thePlainConfluentDeserializerReadsIt() {
        byte[] bytes = codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        try (KafkaAvroDeserializer plain = new KafkaAvroDeserializer()) {
            plain.configure(Map.of("schema.registry.url", registryUrl), false);

            GenericRecord read = (GenericRecord) plain.deserialize("images.arrived", bytes);

            assertThat(read.get("imageId")).hasToString("a");
            assertThat(read.get("arrivedAt")).isEqualTo(1_795_256_131_000L);
        }
    }

    @Test
    void readsALaterCompatibleWriter() throws Exception {
        String later = plainSchema()
                .toString()
                .replace(
                        "{\"name\":\"sizeBytes\"",
                        "{\"name\":\"rank\",\"type\":\"int\",\"default\":3},{\"name\":\"sizeBytes\"");
        Schema writer = new Schema.Parser().parse(later);
        int id = registry.register("images.arrived-value", new AvroSchema(writer));
        GenericRecord record = new GenericRecordBuilder(writer)
                .set("imageId", "a")
                .set("uri", "file:///a")
                .set("sha256", "00")
                .set("rank", 9)
                .set("sizeBytes", 17L)
                .set("source", "line-7")
                .set("arrivedAt", 1_000L)
                .build();

        ImageArrived read = codec.decode(Topics.IMAGES_ARRIVED, wire(id, writer, record));

        assertThat(read.getSizeBytes()).isEqualTo(17);
        assertThat(read.getSource()).isEqualTo("line-7");
    }

    @Test
    void readsALaterEnumSymbolAsTheDefault() throws Exception {
        codec.encode(
                Topics.IMAGES_QUARANTINED,
                ImageQuarantined.newBuilder()
                        .setStage(org.lookalike.events.Stage.EMBED)
                        .setCode("X")
                        .setReason("x")
                        .setQuarantinedAt(java.time.Instant.EPOCH)
                        .build());
        String subject = Topics.IMAGES_QUARANTINED.subject();
        String later =
                registry.getLatestSchemaMetadata(subject).getSchema().replace("\"AUDIT\"]", "\"AUDIT\",\"REFIT\"]");
        Schema writer = new Schema.Parser().parse(later);
        int id = registry.register(subject, new AvroSchema(writer));
        GenericRecord record = new GenericRecordBuilder(writer)
                .set(
                        "stage",
                        new org.apache.avro.generic.GenericData.EnumSymbol(
                                writer.getField("stage").schema(), "REFIT"))
                .set("code", "X")
                .set("reason", "x")
                .set("quarantinedAt", 1L)
                .build();

        ImageQuarantined read = codec.decode(Topics.IMAGES_QUARANTINED, wire(id, writer, record));

        assertThat(read.getStage()).isEqualTo(org.lookalike.events.Stage.UNKNOWN);
    }

    @Test
    void randomBytesAreMalformedAndNothingElse() {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertMalformed(bytes);
        }
    }

    @Test
    void randomBytesUnderTheRightSchemaAreMalformedOrARecord() {
        byte[] valid = codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        Random random = new Random(20_261_122);
        int malformed = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[5 + random.nextInt(300)];
            random.nextBytes(bytes);
            System.arraycopy(valid, 0, bytes, 0, 5);
            Throwable thrown = catchThrowable(() -> codec.decode(Topics.IMAGES_ARRIVED, bytes));
            if (thrown != null) {
                assertThat(thrown)
                        .isInstanceOfSatisfying(
                                PermanentFailure.class,
                                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_RECORD));
                malformed++;
            }
        }
        assertThat(malformed).isGreaterThan(900);
    }

    @Test
    void everyTruncationIsMalformed() {
        byte[] valid = codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        for (int length = 0; length < valid.length; length++) {
            assertMalformed(Arrays.copyOf(valid, length));
        }
    }

    @Test
    void aWrongFirstByteIsMalformed() {
        byte[] bytes = codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        bytes[0] = 1;
        assertMalformed(bytes);
    }

    @Test
    void anUnknownSchemaIdIsMalformed() {
        byte[] bytes = codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        ByteBuffer.wrap(bytes).putInt(1, 4_711);
        assertMalformed(bytes);
    }

    @Test
    void anotherTopicsRecordIsMalformed() {
        byte[] bytes = codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        codec.encode(Topics.VECTORS, vector());
        Throwable thrown = catchThrowable(() -> codec.decode(Topics.VECTORS, bytes));
        assertThat(thrown).isInstanceOf(PermanentFailure.class).hasMessageContaining("not a ImageVector");
    }

    @Test
    void hugeAnnouncedLengthsAreMalformedAndCostNoMemory() throws IOException {
        byte[] valid = codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        for (long length : new long[] {1 << 19, 4 << 20, 64 << 20, Integer.MAX_VALUE - 1L, Long.MAX_VALUE, -1, -7}) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(valid, 0, 5);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(body, null);
            encoder.writeLong(length);
            encoder.writeFixed(new byte[] {1, 2, 3});
            encoder.flush();
            assertMalformed(body.toByteArray());
        }
    }

    @Test
    void aSilentRegistryIsAnOutage() {
        byte[] bytes = codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        try (AvroCodec cutOff = new AvroCodec("http://127.0.0.1:" + closedPort(), false)) {
            assertThatThrownBy(() -> cutOff.decode(Topics.IMAGES_ARRIVED, bytes))
                    .isInstanceOf(TransientFailure.class);
            assertThatThrownBy(() -> cutOff.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a")))
                    .isInstanceOf(TransientFailure.class);
        }
    }

    @Test
    void withoutAutomaticRegistrationAnUnknownSchemaIsAClearDefect() {
        try (AvroCodec strict = new AvroCodec("mock://" + UUID.randomUUID(), false)) {
            assertThatThrownBy(() -> strict.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("images.arrived-value")
                    .hasMessageContaining("lookalike topics --create");
        }
    }

    private void assertMalformed(byte[] bytes) {
        assertThat(catchThrowable(() -> codec.decode(Topics.IMAGES_ARRIVED, bytes)))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_RECORD));
    }

    private Schema plainSchema() throws Exception {
        codec.encode(Topics.IMAGES_ARRIVED, TestEvents.arrived("a"));
        return new Schema.Parser()
                .parse(registry.getLatestSchemaMetadata("images.arrived-value").getSchema());
    }

    private static byte[] wire(int id, Schema writer, GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(writer).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static ImageVector vector() {
        return ImageVector.newBuilder()
                .setImageId("a")
                .setEncoderId("0123456789abcdef")
                .setDimensions(1)
                .setFeatures(ByteBuffer.allocate(4))
                .setUri("file:///a")
                .setSha256("00")
                .setSource("line-7")
                .setArrivedAt(java.time.Instant.EPOCH)
                .setEmbeddedAt(java.time.Instant.EPOCH)
                .setWidth(1)
                .setHeight(1)
                .build();
    }

    private static int closedPort() {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
