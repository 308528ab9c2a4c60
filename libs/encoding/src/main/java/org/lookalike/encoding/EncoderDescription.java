package org.lookalike.encoding;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.schemas.Sha256;

/**
 * What stands in an encoder folder's {@code encoder.json}.
 *
 * @param name for people; does not count for the identity
 * @param modelSha256 SHA-256 of {@code model.onnx}, 64 lower-case hexadecimal digits
 * @param input name of the model's only input
 * @param output name of the output that holds the features
 * @param dimensions length of a feature vector, 1 to 32,768
 * @param preprocessing how an image becomes the model's input
 * @param licence of the weights; does not count for the identity
 * @param origin where the weights came from; does not count for the identity
 */
public record EncoderDescription(
        String name,
        String modelSha256,
        String input,
        String output,
        int dimensions,
        Preprocessing preprocessing,
        String licence,
        String origin) {

    static final int MAX_DIMENSIONS = 32_768;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int ID_LENGTH = 16;

    /**
     * Checks each component by itself.
     *
     * @throws IllegalArgumentException naming the first component that breaks its rule
     */
    public EncoderDescription {
        requireText("name", name);
        requireSha256("modelSha256", modelSha256);
        requireText("input", input);
        requireText("output", output);
        requireDimensions("dimensions", dimensions);
        requireText("licence", licence);
        requireText("origin", origin);
    }

    /**
     * The encoder's identity: the first 16 hexadecimal digits of the SHA-256 of {@link #canonical()}. Vectors with
     * different encoder ids are never compared.
     */
    public String id() {
        return Sha256.of(canonical().getBytes(StandardCharsets.UTF_8)).substring(0, ID_LENGTH);
    }

    /**
     * The text that the identity is made of: everything that changes the vectors and nothing else. Five lines in UTF-8,
     * each ended by a line feed:
     *
     * <pre>
     * encoder/1
     * model=(the model's SHA-256)
     * output=(the output's name)
     * dimensions=(the number of dimensions)
     * ({@link Preprocessing#canonical()})
     * </pre>
     */
    public String canonical() {
        return "encoder/1\nmodel=%s\noutput=%s\ndimensions=%d\n%s\n"
                .formatted(modelSha256, output, dimensions, preprocessing.canonical());
    }

    static void requireText(String key, String value) {
        require(!value.isBlank() && value.chars().noneMatch(Character::isISOControl), key, "text on one line", value);
    }

    static void requireSha256(String key, String value) {
        require(SHA256.matcher(value).matches(), key, "64 lower-case hexadecimal digits", value);
    }

    static void requireDimensions(String key, int value) {
        require(value >= 1 && value <= MAX_DIMENSIONS, key, "1 to " + MAX_DIMENSIONS, value);
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, was '%s'".formatted(key, rule, value));
        }
    }
}
