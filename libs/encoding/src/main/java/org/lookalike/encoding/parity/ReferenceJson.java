package org.lookalike.encoding.parity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.lookalike.encoding.EncoderUnusableException;

/** {@code reference.json} to and from its record; features are base64 of little-endian 32-bit floats. */
final class ReferenceJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ReferenceJson() {}

    static Reference parse(Path file, String text) {
        try {
            JsonNode root = JSON.readTree(text);
            Map<String, float[]> features = new HashMap<>();
            JsonNode images = root.path("pictures");
            if (!images.isArray()) {
                throw new IllegalArgumentException("pictures must be a list");
            }
            for (JsonNode image : images) {
                features.put(text(image, "sha256"), floats(text(image, "features")));
            }
            return new Reference(text(root, "encoderId"), text(root, "madeBy"), features);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new EncoderUnusableException("%s is not a valid reference: %s".formatted(file, e.getMessage()), e);
        }
    }

    static String format(Reference reference) {
        ObjectNode root =
                JSON.createObjectNode().put("encoderId", reference.encoderId()).put("madeBy", reference.madeBy());
        ArrayNode images = root.putArray("pictures");
        for (GoldenImage image : GoldenImage.all()) {
            float[] features = reference.features().get(image.sha256());
            if (features != null) {
                images.addObject()
                        .put("name", image.name())
                        .put("sha256", image.sha256())
                        .put("features", base64(features));
            }
        }
        return root.toPrettyString() + "\n";
    }

    private static String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("%s must be text".formatted(key));
        }
        return value.textValue();
    }

    private static float[] floats(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException("features must be 32-bit floats, were %d bytes".formatted(bytes.length));
        }
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private static String base64(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
